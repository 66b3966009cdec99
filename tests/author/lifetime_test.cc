// SPDX-License-Identifier: Apache-2.0
// The ends of things: what disconnect and destroy wait for, and what a plugin object leaves behind.
#include <doctest/doctest.h>
#include <malloc.h>
#include <pthread.h>

#include <chrono>
#include <deque>
#include <filesystem>
#include <future>
#include <iterator>
#include <string>
#include <vector>

#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

ptrdiff_t CountEntries(const char* directory) {
  return std::distance(std::filesystem::directory_iterator(directory), {});
}

// Does `end` return while a callback of the operation is still running? The callback gives it time
// to do so; in a plugin that keeps its word that time passes in vain.
template <typename End>
bool ReturnsTooEarly(Outcome& outcome, const std::function<void()>& start, End end) {
  std::promise<void> inside;
  std::promise<void> ended;
  std::future<void> has_ended = ended.get_future();
  bool too_early = false;
  outcome.on_complete = [&] {
    inside.set_value();
    too_early = has_ended.wait_for(std::chrono::milliseconds(100)) == std::future_status::ready;
  };
  std::thread caller(start);
  outcome.WaitForProgress(1);
  end();
  ended.set_value();
  caller.join();
  CHECK(outcome.completions() == 1);
  CHECK(outcome.status() == TP_E_CANCELLED);
  return too_early;
}

TEST_CASE("disconnect returns after the last complete, of execute and of submit") {
  for (const bool waits : {true, false}) {
    CAPTURE(waits);
    FakeHost host;
    Object object(ClassOf<Blocking>(), host);
    Outcome outcome;
    const auto start = [&] {
      if (waits) {
        object.Execute(outcome, "wait");
      } else {
        CHECK(object.Submit(outcome, "wait") == TP_OK);
      }
    };
    CHECK_FALSE(ReturnsTooEarly(outcome, start, [&] { object.Disconnect(); }));
  }
}

TEST_CASE("an operation whose input is being checked is found by cancel, and waited for") {
  for (const bool waits : {true, false}) {
    CAPTURE(waits);
    FakeHost host;
    Object object(ClassOf<Blocking>(), host);
    Outcome outcome;
    std::promise<void> ended;
    std::future<void> has_ended = ended.get_future();
    std::thread other;
    bool too_early = false;
    Blocking::in_check = [&] {
      CHECK(object.api().cancel(object.plugin(), outcome.id()) == TP_OK);
      tp_conn* const conn = object.ReleaseConnection();
      other = std::thread([&ended, &object, conn] {
        object.api().disconnect(object.plugin(), conn);
        ended.set_value();
      });
      too_early = has_ended.wait_for(std::chrono::milliseconds(100)) == std::future_status::ready;
    };
    if (waits) {
      CHECK(object.Execute(outcome, "ask in check") == TP_E_CANCELLED);
    } else {
      CHECK(object.Submit(outcome, "ask in check") == TP_OK);
      CHECK(outcome.Wait() == TP_E_CANCELLED);
    }
    other.join();
    Blocking::in_check = nullptr;
    CHECK_FALSE(too_early);
    CHECK(outcome.completions() == 1);
  }
}

TEST_CASE("disconnect leaves other connections alone") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  tp_conn* const other = object.Connect();
  Outcome mine;
  Outcome others;
  CHECK(object.Submit(mine, "wait") == TP_OK);
  CHECK(object.Submit(others, "wait", other) == TP_OK);
  mine.WaitForProgress(1);
  others.WaitForProgress(1);
  object.Disconnect();
  CHECK(mine.completions() == 1);
  CHECK(mine.status() == TP_E_CANCELLED);
  CHECK(others.completions() == 0);
  object.api().disconnect(object.plugin(), other);
  CHECK(others.status() == TP_E_CANCELLED);
}

TEST_CASE("destroy cancels what is open and joins the threads") {
  const ptrdiff_t threads = CountEntries("/proc/self/task");
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  std::deque<Outcome> outcomes(100);  // more than there are threads, so that most of them wait
  for (Outcome& outcome : outcomes) CHECK(object.Submit(outcome, "wait") == TP_OK);
  outcomes.front().WaitForProgress(1);
  // Without disconnect, as a host in a hurry might: what is open ends all the same.
  tp_conn* const conn = object.ReleaseConnection();
  object.Destroy();
  for (const Outcome& outcome : outcomes) {
    CHECK(outcome.completions() == 1);
    CHECK(outcome.status() == TP_E_CANCELLED);
  }
  CHECK(CountEntries("/proc/self/task") == threads);
  Object other(ClassOf<Blocking>(), host);
  other.api().disconnect(other.plugin(), conn);  // only to free it
}

TEST_CASE("two objects share nothing") {
  FakeHost host;
  Object first(ClassOf<Blocking>(), host);
  Object second(ClassOf<Blocking>(), host);
  Outcome one;
  Outcome two;
  two.set_id(one.id());
  CHECK(first.Submit(one, "wait") == TP_OK);
  CHECK(second.Submit(two, "wait") == TP_OK);
  one.WaitForProgress(1);
  two.WaitForProgress(1);
  CHECK(first.api().cancel(first.plugin(), one.id()) == TP_OK);
  CHECK(one.Wait() == TP_E_CANCELLED);
  CHECK(two.completions() == 0);
  second.Disconnect();  // before the outcome goes
}

TEST_CASE("a thousand objects leave no thread, no descriptor and no memory behind") {
  FakeHost host;
  const auto live = [&](int times) {
    for (int i = 0; i < times; ++i) {
      Object object(ClassOf<Blocking>(), host);
      Outcome outcome;
      if (i % 10 == 0) CHECK(object.Submit(outcome, "succeed") == TP_OK);
      object.Disconnect();
    }
  };
  live(50);  // whatever is made once is made now
  const ptrdiff_t threads = CountEntries("/proc/self/task");
  const ptrdiff_t descriptors = CountEntries("/proc/self/fd");
  const size_t memory = mallinfo2().uordblks;
  live(1000);
  CHECK(CountEntries("/proc/self/task") == threads);
  CHECK(CountEntries("/proc/self/fd") == descriptors);
  const size_t grown = mallinfo2().uordblks;
  CHECK(grown < memory + 64 * 1024);
}

void* RunInSmallStack(void* user) {
  auto& object = *static_cast<Object*>(user);
  Outcome outcome;
  std::string deep = "{\"do\":\"succeed\",\"nope\":";
  for (int i = 0; i < 31; ++i) deep += "[{\"a\":";
  deep += "1";
  for (int i = 0; i < 31; ++i) deep += "}]";
  deep += "}";
  object.Execute(outcome, Object::Request(deep));
  CHECK(outcome.code() == "invalid_input");
  Outcome good;
  object.Execute(good, "succeed");
  CHECK(good.status() == TP_OK);
  Outcome submitted;
  CHECK(object.Submit(submitted, "throw exception") == TP_OK);
  CHECK(submitted.Wait() == TP_E_INTERNAL);
  return nullptr;
}

TEST_CASE("256 KiB of stack are enough") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  REQUIRE(pthread_attr_setstacksize(&attributes, 256 * 1024) == 0);
  pthread_t thread;
  REQUIRE(pthread_create(&thread, &attributes, RunInSmallStack, &object) == 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

}  // namespace
}  // namespace task_plugin
