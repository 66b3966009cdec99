// SPDX-License-Identifier: Apache-2.0
// The open operations of one plugin object: who can be cancelled, and when is everybody gone?
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "author/operation.h"
#include "author/status.h"

namespace task_plugin {

/// Thread-safe.
class Operations {
 public:
  /// More open operations than this and submit() is refused: each costs memory, and none would be
  /// quick.
  static constexpr size_t kMost = 100'000;

  /// `texts` must outlive all operations.
  Operations(std::function<void(std::string_view)> report_bug, const Texts& texts)
      : report_bug_(std::move(report_bug)), texts_(texts) {}

  /// Takes all of them or none: kInvalidArgument for a name of 0 or one that is in use,
  /// kRateLimited when there are too many, kOk otherwise. Each one taken leaves by Forget() and
  /// Leave().
  Status Enter(const std::vector<std::shared_ptr<Operation>>& operations);

  /// The name is free again.
  void Forget(const Operation& operation);
  /// The operation makes no further call to the host. Called by the operation itself, or by the
  /// execute() that waits for it.
  void Leave(const Connection& connection);

  /// False when no open operation has this name.
  bool Cancel(uint64_t id);
  void CancelAll();
  /// Cancels what runs on the connection and waits until all of it has left.
  void Drain(const Connection& connection);
  void WaitUntilEmpty();

  const Texts& texts() const { return texts_; }

  void ReportBug(std::string_view message) const { report_bug_(message); }

 private:
  // Null stands for every connection.
  std::vector<std::shared_ptr<Operation>> Open(const Connection* connection);

  const std::function<void(std::string_view)> report_bug_;
  const Texts& texts_;
  std::mutex mutex_;
  std::condition_variable left_;
  // Weak: if the plugin drops an operation it must end, and this list must not keep it from that.
  std::unordered_map<uint64_t, std::weak_ptr<Operation>> by_id_;
  std::unordered_map<const Connection*, size_t> inside_;
};

}  // namespace task_plugin
