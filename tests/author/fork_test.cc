// SPDX-License-Identifier: Apache-2.0
// A child process after fork() uses the parent's plugin object as if it were its own.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

// Runs the work in a child process; true when it ends well within ten seconds.
bool InChild(const std::function<bool()>& work) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    alarm(10);  // a child that hangs dies of it
    _exit(work() ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// doctest's checks take locks that a child may inherit locked; a child only counts.
tp_status ExecuteQuietly(Object& object, Outcome& outcome) {
  const tp_task_request request = Object::Request(R"({"do":"succeed"})");
  object.api().execute(object.plugin(), object.conn(), &request, outcome.sink());
  return outcome.completions() == 1 ? outcome.status() : TP_E_UNKNOWN;
}

bool Works(Object& object) {
  Outcome executed;
  Outcome submitted;
  Outcome cancelled;
  return ExecuteQuietly(object, executed) == TP_OK &&
         object.Submit(submitted, "succeed") == TP_OK && submitted.Wait() == TP_OK &&
         object.Submit(cancelled, "wait") == TP_OK &&
         object.api().cancel(object.plugin(), cancelled.id()) == TP_OK &&
         cancelled.Wait() == TP_E_CANCELLED;
}

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

TEST_CASE("no lock that a thread of the parent holds is in a child's way") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  std::atomic<bool> stop = false;
  std::thread submitter([&] {
    const tp_task_request request = Object::Request(R"({"do":"succeed"})");
    while (!stop) {
      std::deque<Outcome> outcomes(50);
      for (Outcome& outcome : outcomes) {
        const tp_task_request* const requests[] = {&request};
        const tp_sink* const sinks[] = {outcome.sink()};
        object.api().submit(object.plugin(), object.conn(), requests, sinks, 1);
      }
      for (Outcome& outcome : outcomes) outcome.Wait();
    }
  });
  int good = 0;
  for (int i = 0; i < 50; ++i) good += InChild([&] { return Works(object); }) ? 1 : 0;
  stop = true;
  submitter.join();
  CHECK(good == 50);
}

TEST_CASE("without a thread to be had, submit still ends each task once") {
  // In a child, since the limit cannot be taken back. For root it holds only as somebody else.
  CHECK(InChild([] {
    FakeHost host;
    Object object(ClassOf<Blocking>(), host);
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return false;
    const rlimit none = {0, 0};
    if (setrlimit(RLIMIT_NPROC, &none) != 0) return false;
    Outcome outcome;
    const bool ended =
        object.Submit(outcome, "succeed") == TP_OK && outcome.Wait() == TP_E_INTERNAL;
    Outcome executed;
    const bool executes = ExecuteQuietly(object, executed) == TP_OK;
    object.Disconnect();
    object.Destroy();
    return ended && executes && outcome.completions() == 1 && host.Lines().empty();
  }));
}

}  // namespace
}  // namespace task_plugin
