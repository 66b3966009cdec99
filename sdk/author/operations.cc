// SPDX-License-Identifier: Apache-2.0
// Bookkeeping under one mutex that is never held while somebody else's code runs.
#include "author/operations.h"

namespace task_plugin {

Status Operations::Enter(const std::vector<std::shared_ptr<Operation>>& operations) {
  const std::lock_guard lock(mutex_);
  if (by_id_.size() + operations.size() > kMost) return Status::kRateLimited;
  size_t entered = 0;
  for (const auto& operation : operations) {
    if (operation->id() == 0 || !by_id_.try_emplace(operation->id(), operation).second) break;
    ++entered;
  }
  if (entered < operations.size()) {
    for (size_t i = 0; i < entered; ++i) by_id_.erase(operations[i]->id());
    return Status::kInvalidArgument;
  }
  for (const auto& operation : operations) {
    operation->MarkOpen();
    ++inside_[&operation->connection()];
  }
  return Status::kOk;
}

void Operations::Forget(const Operation& operation) {
  const std::lock_guard lock(mutex_);
  by_id_.erase(operation.id());
}

void Operations::Leave(const Connection& connection) {
  const std::lock_guard lock(mutex_);
  const auto inside = inside_.find(&connection);
  if (--inside->second > 0) return;
  inside_.erase(inside);
  left_.notify_all();
}

bool Operations::Cancel(uint64_t id) {
  std::shared_ptr<Operation> operation;
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_id_.find(id);
    if (found != by_id_.end()) operation = found->second.lock();
  }
  if (operation == nullptr) return false;
  operation->Cancel();
  return true;
}

std::vector<std::shared_ptr<Operation>> Operations::Open(const Connection* connection) {
  std::vector<std::shared_ptr<Operation>> open;
  {
    // Everything that is locked here leaves the scope of the mutex first: a last pointer completes
    // its operation.
    const std::lock_guard lock(mutex_);
    for (const auto& [id, weak] : by_id_) open.push_back(weak.lock());
  }
  std::erase_if(open, [&](const auto& operation) {
    return operation == nullptr ||
           (connection != nullptr && &operation->connection() != connection);
  });
  return open;
}

void Operations::CancelAll() {
  for (const auto& operation : Open(nullptr)) operation->Cancel();
}

void Operations::Drain(const Connection& connection) {
  for (const auto& operation : Open(&connection)) operation->Cancel();
  std::unique_lock lock(mutex_);
  left_.wait(lock, [&] { return !inside_.contains(&connection); });
}

void Operations::WaitUntilEmpty() {
  std::unique_lock lock(mutex_);
  left_.wait(lock, [&] { return inside_.empty(); });
}

}  // namespace task_plugin
