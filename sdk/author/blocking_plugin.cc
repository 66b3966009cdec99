// SPDX-License-Identifier: Apache-2.0
// A small thread pool behind BlockingPlugin.
#include <condition_variable>
#include <utility>

#include "author/abandon.h"
#include "author/plugin.h"
#include "author/thread.h"

namespace task_plugin {

void Plugin::Check(size_t /*task*/, Connection& /*connection*/, Input& /*input*/) {}

class BlockingPlugin::Pool {
 public:
  static constexpr size_t kMostThreads = 8;

  ~Pool() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void Post(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
    if (idle_ < queue_.size() && threads_.size() < kMostThreads) {
      threads_.push_back(StartThread([this] { Loop(); }));
    }
    wake_.notify_one();
  }

 private:
  // Ends only when the queue is empty: whoever waits in it has been promised a result.
  void Loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      --idle_;
      if (queue_.empty()) return;
      const auto work = std::exchange(queue_.front(), nullptr);
      queue_.pop_front();
      lock.unlock();
      work();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  std::vector<std::thread> threads_;
  size_t idle_ = 0;
  bool stopping_ = false;
};

void BlockingPlugin::Start(std::shared_ptr<Operation> operation) {
  const auto run = [this, operation] {
    try {
      if (operation->cancelled())
        throw Error(Status::kCancelled, "cancelled", "The task was cancelled.");
      operation->Complete(Run(*operation));
    } catch (...) {
      operation->Fail(CurrentError());
    }
  };
  if (operation->waited_for()) {
    run();
  } else {
    Post(run);
  }
}

void BlockingPlugin::Post(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (pool_ == nullptr) pool_ = std::make_shared<Pool>();
  pool_->Post(std::move(work));
}

void BlockingPlugin::Stop() {
  std::shared_ptr<Pool> pool;
  {
    const std::lock_guard lock(mutex_);
    pool = std::move(pool_);
  }
}

void BlockingPlugin::AfterFork() {
  // The pool's threads do not exist in this process, and one of them may have held its mutex: leak
  // it whole.
  Abandon(std::move(pool_));
}

}  // namespace task_plugin
