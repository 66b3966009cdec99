// SPDX-License-Identifier: Apache-2.0
// A thread for each job; the next job joins those that have ended.
#include "node/src/jobs.h"

#include <utility>

#include "host/quiet_thread.h"

namespace task_node {

void Jobs::Start(std::function<void()> work) {
  JoinEnded();
  const auto place = running_.emplace(running_.end());
  try {
    *place = task_host::StartWithoutSignals([this, place, work = std::move(work)]() mutable {
      work();
      work = nullptr;  // what it holds ends before anybody may join
      const std::lock_guard<std::mutex> lock(mutex_);
      ended_.push_back(place);
    });
  } catch (...) {
    running_.erase(place);
    throw;
  }
}

void Jobs::JoinEnded() {
  std::list<Threads::iterator> ended;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended.swap(ended_);
  }
  for (const Threads::iterator place : ended) {
    place->join();
    running_.erase(place);
  }
}

void Jobs::Join() {
  for (std::thread& thread : running_) thread.join();
  running_.clear();
  ended_.clear();
}

}  // namespace task_node
