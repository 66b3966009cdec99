// SPDX-License-Identifier: Apache-2.0
// A child process after fork() uses the parent's plugin object as if it were its own.
#include <doctest/doctest.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <memory>
#include <new>
#include <thread>
#include <vector>

#include "child.h"
#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

TEST_CASE("a child works on while the parent's tasks go on") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  Outcome waiting;
  CHECK(object.Submit(waiting, "wait") == TP_OK);
  waiting.WaitForProgress(1);
  CHECK(InChild([&] { return Works(object); }));
  CHECK(InChild([&] {
    // The parent's operation is not the child's.
    return object.api().cancel(object.plugin(), waiting.id()) == TP_E_NOT_FOUND;
  }));
  CHECK(InChild([&] { return InChild([&] { return Works(object); }) && Works(object); }));
  CHECK(waiting.completions() == 0);
  CHECK(Works(object));
  object.Disconnect();
  CHECK(waiting.status() == TP_E_CANCELLED);
}

TEST_CASE("a child may end what it inherited, used or not, and the parent does not notice") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  Outcome waiting;
  CHECK(object.Submit(waiting, "wait") == TP_OK);
  waiting.WaitForProgress(1);
  for (const bool uses : {true, false}) {
    CHECK(InChild([&] {
      const bool worked = !uses || Works(object);
      object.Disconnect();
      object.Destroy();
      return worked && waiting.completions() == 0;
    }));
  }
  CHECK(Works(object));
  CHECK(waiting.completions() == 0);
  object.Disconnect();  // before the outcome goes
}

// Has no memory for its new beginning, the first time.
class OutOfMemory final : public Plugin {
 public:
  using Plugin::Plugin;

  std::unique_ptr<Connection> Connect(const ConnectInfo& info) override {
    return ConnectForTest(info);
  }
  void Start(std::shared_ptr<Operation> operation) override {
    operation->Complete(Output{"{}", {}});
  }
  void Ready() override {}
  void Post(std::function<void()> work) override { work(); }
  void Stop() override {}
  void AfterFork() override {
    if (tries_++ == 0) throw std::bad_alloc();
  }

 private:
  int tries_ = 0;
};

TEST_CASE("a child that cannot begin anew says so, and may try again") {
  FakeHost host;
  Object object(ClassOf<OutOfMemory>(), host);
  CHECK(InChild([&] {
    Outcome first;
    Outcome second;
    return ExecuteQuietly(object, first) != TP_OK && ExecuteQuietly(object, second) == TP_OK;
  }));
}

TEST_CASE("several threads of a child find one new beginning") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  Outcome before;
  CHECK(object.Submit(before, "succeed") == TP_OK);
  CHECK(before.Wait() == TP_OK);
  CHECK(InChild([&] {
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) threads.emplace_back([&] { good += Works(object) ? 1 : 0; });
    for (std::thread& thread : threads) thread.join();
    return good == 4;
  }));
}

}  // namespace
}  // namespace task_plugin
