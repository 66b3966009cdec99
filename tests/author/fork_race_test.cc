// SPDX-License-Identifier: Apache-2.0
// fork() while another thread is in the middle of submit().
#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <thread>

#include "child.h"
#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

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

}  // namespace
}  // namespace task_plugin
