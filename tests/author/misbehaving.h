// SPDX-License-Identifier: Apache-2.0
// Two plugins that do what their input says, most of it wrong.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <new>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "author/plugin.h"

namespace task_plugin {

class TestConnection final : public Connection {
 public:
  void UpdateCredentials(std::string_view credentials_json) override {
    if (credentials_json == "int") throw 1;
    if (credentials_json == "refuse") throw Error(Status::kInvalidArgument, "bad", "No.");
  }
};

inline std::unique_ptr<Connection> ConnectForTest(const ConnectInfo& info) {
  if (info.type == "int") throw 1;
  if (info.type == "refuse") throw Error(Status::kUnauthenticated, "bad", "No.");
  return std::make_unique<TestConnection>();
}

/// A plugin of functions.
class Blocking final : public BlockingPlugin {
 public:
  using BlockingPlugin::BlockingPlugin;

  static inline std::function<void()> in_check;  ///< what "ask in check" does

  std::unique_ptr<Connection> Connect(const ConnectInfo& info) override {
    return ConnectForTest(info);
  }

  void Check(size_t /*task*/, Connection& /*connection*/, Input& input) override {
    if (input.Text("do") == "ask in check") in_check();
    if (input.Text("do") == "throw in check") throw std::runtime_error("check");
    if (input.Text("do") == "fault") input.AddFault({"/do", "excluded", "Not that.", "", {}, ""});
  }

  Output Run(Operation& operation) override {
    const std::string_view what = *operation.input().Text("do");
    if (what == "throw exception") throw std::runtime_error("a reason");
    if (what == "throw int") throw 1;
    if (what == "throw bad_alloc") throw std::bad_alloc();
    if (what == "throw error") throw Error(Status::kConflict, "taken", "Somebody was faster.");
    if (what == "complete twice") operation.Complete(Output{"{\"first\":true}", {}});
    if (what == "progress") Progress(operation);
    if (what == "wait") WaitForCancel(operation);
    return Output{"{\"done\":true}", {}};
  }

 private:
  static void Progress(Operation& operation) {
    constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
    for (const double fraction : {0.25, 0.1, -1.0, 0.5, 7.0, 0.0, kNaN})
      operation.Progress(fraction, "on the way");
    operation.Complete(Output{"{}", {}});
    operation.Progress(1, "too late");  // and returning completes once more
  }

  static void WaitForCancel(Operation& operation) {
    struct Gate {
      std::mutex mutex;
      std::condition_variable opened;
      bool open = false;
    };
    const auto gate = std::make_shared<Gate>();
    operation.OnCancel([gate] {
      const std::lock_guard lock(gate->mutex);
      gate->open = true;
      gate->opened.notify_all();
    });
    operation.Progress(-1, "waiting");
    std::unique_lock lock(gate->mutex);
    gate->opened.wait(lock, [&] { return gate->open; });
    throw Error(Status::kCancelled, "cancelled", "Told to stop.");
  }
};

/// A plugin with a queue and a thread of its own.
class Queueing final : public Plugin {
 public:
  using Plugin::Plugin;

  std::unique_ptr<Connection> Connect(const ConnectInfo& info) override {
    return ConnectForTest(info);
  }

  void Start(std::shared_ptr<Operation> operation) override {
    const std::string what(*operation->input().Text("do"));
    if (what == "throw in start") throw std::runtime_error("start");
    if (what == "forget at once") return;
    if (what == "keep" || what == "end in hook" || what == "hook throws") {
      Keep(operation);
      operation->OnCancel([this, what, weak = std::weak_ptr(operation)] {
        const auto end = [this, weak] {
          const auto alive = weak.lock();
          if (alive != nullptr && Release(alive)) alive->Fail(Cancelled());
        };
        if (what == "end in hook") {
          end();
        } else {
          Post(end);
        }
        if (what == "hook throws") throw std::runtime_error("hook");
      });
    }
    if (what == "hold in hook") operation->OnCancel([operation] { operation->cancelled(); });
    Post([operation, what] {
      if (what == "end in hook" || what == "hook throws") operation->Progress(0.5, "half");
      if (what == "complete" || what == "twice" || what == "hold in hook")
        operation->Complete(Output{"{}", {}});
      if (what == "twice") operation->Fail(Cancelled());
    });
    if (what == "start, then throw") throw std::runtime_error("after all");
  }

  void Ready() override {
    const std::lock_guard lock(mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { Loop(); });
  }

  void Post(std::function<void()> work) override {
    if (refuses_work) throw std::bad_alloc();
    Ready();
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(work));
    changed_.notify_one();
  }

  void Stop() override {
    Post(nullptr);
    thread_.join();
    while (!kept_.empty()) {
      const std::shared_ptr<Operation> operation = *kept_.begin();
      Release(operation);
      operation->Fail(Cancelled());
    }
    if (throws_in_stop) throw std::runtime_error("stop");
  }

  void AfterFork() override {}  // no test forks this one

  static inline std::atomic<bool> refuses_work = false;
  static inline std::atomic<bool> throws_in_stop = false;

 private:
  static Error Cancelled() { return Error(Status::kCancelled, "cancelled", "Told to stop."); }

  void Keep(const std::shared_ptr<Operation>& operation) {
    const std::lock_guard lock(mutex_);
    kept_.insert(operation);
  }
  bool Release(const std::shared_ptr<Operation>& operation) {
    const std::lock_guard lock(mutex_);
    return kept_.erase(operation) > 0;
  }

  void Loop() {
    for (;;) {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return !queue_.empty(); });
      const std::function<void()> work = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      if (!work) return;
      work();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  std::thread thread_;
  std::set<std::shared_ptr<Operation>> kept_;
};

}  // namespace task_plugin
