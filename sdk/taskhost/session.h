// SPDX-License-Identifier: Apache-2.0
// A plugin at work for one command.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

#include "host/connection.h"
#include "host/manifest.h"
#include "host/operation.h"
#include "host/search_path.h"
#include "taskhost/interrupt.h"
#include "taskhost/options.h"

namespace taskhost {

class Session {
 public:
  using Call = std::function<task_host::Result(task_host::Connection&, task_host::Operation&)>;

  Session(InterruptWatcher& interrupts, std::shared_ptr<task_host::Connection> connection,
          Language language)
      : interrupts_(interrupts), connection_(std::move(connection)), language_(language) {}

  // Runs an operation, which an interrupt cancels by its name.
  task_host::Result Do(const Call& call);
  // For work of many tasks.
  task_host::Connection& connection() { return *connection_; }
  // For what is waited for between operations.
  InterruptWatcher& interrupts() { return interrupts_; }

 private:
  InterruptWatcher& interrupts_;
  std::shared_ptr<task_host::Connection> connection_;
  Language language_;
};

// The end of what an interrupt came before.
task_host::Result Cancelled(Language language);

// Loads the plugin under the host's policy, opens the connection and does the work. Throws
// task_host::Error, and Stop when the policy is at fault or the plugin refuses it or the
// connection.
void UseConnection(const Options& options, const task_host::Environment& environment,
                   const task_host::Manifest& manifest, const task_host::ConnectionSpec& spec,
                   Language language, const std::function<void(Session&)>& work);

// The same, and gives what the work gives.
template <typename Work>
auto WithConnection(const Options& options, const task_host::Environment& environment,
                    const task_host::Manifest& manifest, const task_host::ConnectionSpec& spec,
                    Language language, const Work& work) {
  std::optional<std::invoke_result_t<const Work&, Session&>> result;
  UseConnection(options, environment, manifest, spec, language,
                [&](Session& session) { result.emplace(work(session)); });
  return *std::move(result);
}

}  // namespace taskhost
