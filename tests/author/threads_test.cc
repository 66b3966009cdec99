// SPDX-License-Identifier: Apache-2.0
// What happens when the machine has no thread left.
#include <doctest/doctest.h>

#include "misbehaving.h"
#include "no_threads.h"
#include "object.h"

namespace task_plugin {
namespace {

TEST_CASE("submit is refused as a whole when no thread can be started") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  Outcome refused;
  {
    const NoThreads none;
    CHECK(object.Submit(refused, "succeed") == TP_E_UNAVAILABLE);
    CHECK(object.api().cancel(object.plugin(), refused.id()) == TP_E_NOT_FOUND);
    CHECK(object.api().submit(object.plugin(), object.conn(), nullptr, nullptr, 0) == TP_OK);
    Outcome executed;  // runs on the caller's own thread
    CHECK(object.Execute(executed, "succeed") == TP_OK);
  }
  Outcome accepted;
  CHECK(object.Submit(accepted, "succeed") == TP_OK);
  CHECK(accepted.Wait() == TP_OK);
  object.Disconnect();
  object.Destroy();
  CHECK(refused.completions() == 0);
}

TEST_CASE("a plugin with a thread of its own says that nothing was begun") {
  FakeHost host;
  Object object(ClassOf<Queueing>(), host);
  Outcome refused;
  {
    const NoThreads none;
    CHECK(object.Execute(refused, "complete") == TP_E_UNAVAILABLE);
    CHECK(refused.code() == "no_thread");
    CHECK(refused.retry() == TP_RETRY_SAFE);
  }
  Outcome accepted;
  CHECK(object.Execute(accepted, "complete") == TP_OK);
}

}  // namespace
}  // namespace task_plugin
