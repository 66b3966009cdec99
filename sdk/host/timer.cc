// SPDX-License-Identifier: Apache-2.0
// The timer's thread sleeps until the earliest entry is due or the entries change.
#include "host/timer.h"

#include "host/quiet_thread.h"

namespace task_host {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

TimerQueue::~TimerQueue() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::int64_t TimerQueue::NowNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch())
      .count();
}

std::uint64_t TimerQueue::WaitUntil(std::int64_t monotonic_ns, Wake wake, void* user) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!thread_.joinable()) thread_ = StartWithoutSignals([this] { Run(); });
  const std::uint64_t token = ++last_token_;
  entries_.emplace(Key(monotonic_ns, token), Entry{wake, user});
  times_.emplace(token, monotonic_ns);
  changed_.notify_all();
  return token;
}

bool TimerQueue::Cancel(std::uint64_t token) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto time = times_.find(token);
  if (time == times_.end()) return false;
  entries_.erase(Key(time->second, token));
  times_.erase(time);
  return true;
}

void TimerQueue::Run() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stop_) {
    if (entries_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto next = entries_.begin();
    if (next->first.first > NowNs()) {
      const std::chrono::nanoseconds due(next->first.first);
      changed_.wait_until(lock,
                          Clock::time_point(std::chrono::duration_cast<Clock::duration>(due)));
      continue;
    }
    const Entry entry = next->second;
    times_.erase(next->first.second);
    entries_.erase(next);
    lock.unlock();
    entry.wake(entry.user);
    lock.lock();
  }
}

}  // namespace task_host
