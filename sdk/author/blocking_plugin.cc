// SPDX-License-Identifier: Apache-2.0
// A small thread pool behind BlockingPlugin.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "author/abandon.h"
#include "author/plugin.h"
#include "author/thread.h"

namespace task_plugin {

void Plugin::Check(size_t /*task*/, Connection& /*connection*/, Input& /*input*/) {}

class BlockingPlugin::Pool {
 public:
  static constexpr size_t kMostThreads = 8;

  void Ready() {
    const std::lock_guard lock(mutex_);
    if (threads_.empty()) AddThread();
  }

  void Post(std::function<void()> work) {
    const std::lock_guard lock(mutex_);
    if (idle_ <= queue_.size() && threads_.size() < kMostThreads) AddThread();
    queue_.push_back(std::move(work));
    wake_.notify_one();
  }

  // The threads finish the queue first.
  void Stop() {
    std::vector<std::thread> threads;
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      threads.swap(threads_);
    }
    wake_.notify_all();
    for (std::thread& thread : threads) thread.join();
  }

 private:
  // Throws when the system has no thread left and there is none yet to do the work.
  void AddThread() {
    try {
      threads_.push_back(StartThread([this] { Loop(); }));
    } catch (const std::system_error&) {
      if (threads_.empty()) throw;
    }
  }

  // Ends only when the queue is empty: whoever waits in it has been promised a result.
  void Loop() {
    std::unique_lock lock(mutex_);
    for (;;) {
      ++idle_;
      wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      --idle_;
      if (queue_.empty()) return;
      auto work = std::exchange(queue_.front(), nullptr);
      queue_.pop_front();
      lock.unlock();
      work();
      work = nullptr;  // what it holds may end here, and may call Post()
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

BlockingPlugin::BlockingPlugin(PluginContext context)
    : Plugin(std::move(context)), pool_(std::make_shared<Pool>()) {}

void BlockingPlugin::Ready() {
  pool_->Ready();
}

void BlockingPlugin::Start(std::shared_ptr<Operation> operation) {
  const auto run = [this, operation] {
    try {
      operation->ThrowIfUnwanted();  // it may have waited in the queue for long
      operation->Complete(Run(*operation));
    } catch (...) {
      operation->Fail(CurrentError(texts()));
    }
  };
  if (operation->waited_for()) {
    run();
  } else {
    Post(run);
  }
}

void BlockingPlugin::Post(std::function<void()> work) {
  pool_->Post(std::move(work));
}

void BlockingPlugin::Stop() {
  pool_->Stop();
}

void BlockingPlugin::AfterFork() {
  // The pool's threads do not exist in this process, and one of them may have held its mutex: leak
  // it whole.
  Abandon(std::exchange(pool_, std::make_shared<Pool>()));
}

}  // namespace task_plugin
