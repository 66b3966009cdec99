// SPDX-License-Identifier: Apache-2.0
// Threads for what may wait: loading, connecting, disconnecting. libuv's pool is too small for
// that: four libraries that are slow to load would stop the program's files and names.
#pragma once

#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace task_node {

// For one thread, apart from what the work does.
class Jobs {
 public:
  Jobs() = default;
  ~Jobs() { Join(); }
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // Runs the work on a thread of its own; it must not throw. Throws std::system_error when there is
  // no thread.
  void Start(std::function<void()> work);
  // Waits for the end of all.
  void Join();

 private:
  using Threads = std::list<std::thread>;

  void JoinEnded();

  Threads running_;
  std::mutex mutex_;
  std::list<Threads::iterator> ended_;  // those of running_ that are at their end
};

}  // namespace task_node
