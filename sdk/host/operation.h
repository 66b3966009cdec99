// SPDX-License-Identifier: Apache-2.0
// Open operations, and the sinks that end them.
//
// A sink's user is a number into a table that lives as long as the process, never an object. A
// plugin that completes twice, or after the end of its object, therefore does no harm: the number
// is found closed, and the mistake is reported as a plugin bug.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>

#include "host/result.h"
#include "host/services.h"
#include "task_plugin.h"

namespace task_host {

// Called on any thread. fraction is from 0 to 1, or negative when unknown.
using ProgressFunction = std::function<void(double fraction, std::string_view message)>;
// Called once on any thread, when the result is there; not for one that the plugin never ends. It
// may neither throw nor wait for long.
using EndFunction = std::function<void()>;

class Operation {
 public:
  // Opens the operation. The services get the reports about mistakes of the plugin.
  explicit Operation(std::shared_ptr<HostServices> services, ProgressFunction progress = {},
                     EndFunction ended = {});
  // Closes it, if the plugin has not; whatever the plugin says of it later is a bug of the plugin.
  ~Operation();
  Operation(Operation&& other) noexcept;
  Operation& operator=(Operation&&) = delete;
  Operation(const Operation&) = delete;

  // Unique in the process and never 0; the name that cancel() takes.
  std::uint64_t id() const { return id_; }
  // For the plugin; valid until the operation has ended.
  tp_sink Sink() const;
  // Did the plugin complete it already?
  bool IsComplete() const;
  // Waits for the end. Call once.
  Result Wait() { return result_.get(); }
  // The same for what only reads: whatever its answer was like, nothing has happened.
  Result WaitForRead();
  // A future that the caller may poll or wait for with a time limit.
  std::future<Result>& future() { return result_; }

 private:
  std::uint64_t id_;
  std::future<Result> result_;
};

// What the diagnostic sink of create() or connect() was told, once the call has failed with this
// status. A plugin that told it nothing, or another status, is reported; the call's status counts.
Result FailureOf(Operation& diagnosis, tp_status status, const std::string& call,
                 HostServices& services);

// While one lives, a completion on its thread is reported: submit() must have returned first.
class SubmitScope {
 public:
  SubmitScope();
  ~SubmitScope();
  SubmitScope(const SubmitScope&) = delete;
  SubmitScope& operator=(const SubmitScope&) = delete;
};

}  // namespace task_host
