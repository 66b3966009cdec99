// SPDX-License-Identifier: Apache-2.0
// One thread that calls functions at their time; the clock service of the host rests on it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <thread>

#include "task_plugin.h"

namespace task_host {

class TimerQueue {
 public:
  using Wake = void(TP_CALL*)(void* user);

  TimerQueue() = default;
  // Drops what has not run and waits for a wake() that is running.
  ~TimerQueue();
  TimerQueue(const TimerQueue&) = delete;
  TimerQueue& operator=(const TimerQueue&) = delete;

  // Monotonic time in nanoseconds, as WaitUntil understands it.
  static std::int64_t NowNs();
  // Calls wake(user) once at or soon after that time, on the timer's thread, which starts with the
  // first call. The token is never 0.
  std::uint64_t WaitUntil(std::int64_t monotonic_ns, Wake wake, void* user);
  // True: wake() will not run any more. False: it has run or is running.
  bool Cancel(std::uint64_t token);

 private:
  struct Entry {
    Wake wake;
    void* user;
  };
  using Key = std::pair<std::int64_t, std::uint64_t>;  // time, token

  void Run();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<Key, Entry> entries_;
  std::map<std::uint64_t, std::int64_t> times_;  // token to time
  std::uint64_t last_token_ = 0;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace task_host
