// SPDX-License-Identifier: Apache-2.0
// What a host may call from inside its callbacks, and what becomes of the rest.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("execute inside complete and progress answers, and waits for nothing") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  std::vector<tp_status> nested;
  const auto call = [&] {
    Outcome inner;
    nested.push_back(object.Execute(inner, "succeed"));
  };
  Outcome outcome;
  outcome.on_complete = outcome.on_progress = call;
  CHECK(object.Execute(outcome, "progress") == TP_OK);
  CHECK(nested == std::vector<tp_status>(8, TP_E_INVALID_STATE));
  Outcome after;
  CHECK(object.Execute(after, "succeed") == TP_OK);
}

TEST_CASE("submit inside complete works, under the name that has just become free") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  for (const bool waits : {true, false}) {
    Outcome first;
    Outcome second;
    second.set_id(first.id());
    tp_status submitted = -1;
    first.on_complete = [&] { submitted = object.Submit(second, "succeed"); };
    if (waits) {
      object.Execute(first, "succeed");
    } else {
      CHECK(object.Submit(first, "succeed") == TP_OK);
    }
    CHECK(first.Wait() == TP_OK);
    CHECK(submitted == TP_OK);
    CHECK(second.Wait() == TP_OK);
  }
}

TEST_CASE("destroy and disconnect inside a callback are ignored and reported") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  Outcome outcome;
  outcome.on_complete = [&] {
    object.api().disconnect(object.plugin(), object.conn());
    object.api().destroy(object.plugin());
  };
  CHECK(object.Execute(outcome, "succeed") == TP_OK);
  CHECK(host.Lines() == Lines{"disconnect was called inside a callback and is ignored.",
                              "destroy was called inside a callback and is ignored."});
  Outcome after;
  CHECK(object.Execute(after, "succeed") == TP_OK);
}

TEST_CASE("add_task is a callback, too") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  struct User {
    Object* object;
    tp_status nested;
    std::vector<std::string> ids;
  } user = {&object, -1, {}};
  const tp_registrar registrar = {sizeof registrar, 0, &user,
                                  [](void* me, const tp_task_descriptor* task) -> tp_status {
                                    auto& self = *static_cast<User*>(me);
                                    Outcome outcome;
                                    self.nested = self.object->Execute(outcome, "succeed");
                                    self.ids.emplace_back(View(task->id));
                                    return TP_OK;
                                  }};
  CHECK(RegisterTasks(ClassOf<Blocking>(), &registrar) == TP_OK);
  CHECK(user.nested == TP_E_INVALID_STATE);
  CHECK(user.ids == Lines{std::string(kTask)});
}

TEST_CASE("registration stops at the task that is refused") {
  static constexpr TaskType kThree[] = {
      {"a.a", 1, "{}", "{}"}, {"a.b", 1, "{}", "{}"}, {"a.c", 1, "{}", "{}"}};
  const PluginClass three = {kThree, {}, nullptr};
  int calls = 0;
  tp_registrar registrar = {sizeof registrar, 0, &calls,
                            [](void* user, const tp_task_descriptor*) -> tp_status {
                              return ++*static_cast<int*>(user) == 2 ? 77 : TP_OK;
                            }};
  CHECK(RegisterTasks(three, &registrar) == 77);
  CHECK(calls == 2);
  registrar.struct_size = 16;
  CHECK(RegisterTasks(three, &registrar) == TP_E_ABI);
  CHECK(calls == 2);
}

TEST_CASE("cancel inside progress: a hook that ends the task at once does it after progress") {
  FakeHost host;
  Object object(ClassOf<Queueing>(), host);
  for (const bool waits : {true, false}) {
    Outcome outcome;
    int completions_inside = -1;
    outcome.on_progress = [&] {
      CHECK(object.api().cancel(object.plugin(), outcome.id()) == TP_OK);
      completions_inside = outcome.completions();
    };
    if (waits) {
      object.Execute(outcome, "end in hook");
    } else {
      CHECK(object.Submit(outcome, "end in hook") == TP_OK);
    }
    CHECK(outcome.Wait() == TP_E_CANCELLED);
    CHECK(completions_inside == 0);
  }
  CHECK(host.Lines().empty());
}

TEST_CASE("a hook that throws is the plugin's bug, and kills nobody") {
  FakeHost host;
  Object object(ClassOf<Queueing>(), host);
  Outcome cancelled;
  CHECK(object.Submit(cancelled, "hook throws") == TP_OK);
  cancelled.WaitForProgress(1);
  CHECK(object.api().cancel(object.plugin(), cancelled.id()) == TP_OK);
  CHECK(cancelled.Wait() == TP_E_CANCELLED);
  Outcome drained;
  CHECK(object.Submit(drained, "hook throws") == TP_OK);
  object.Disconnect();
  CHECK(drained.status() == TP_E_CANCELLED);
  CHECK(host.Lines() == Lines(2, "A cancel hook threw: The plugin failed: hook"));
  Queueing::throws_in_stop = true;
  object.Destroy();
  Queueing::throws_in_stop = false;
  CHECK(host.Lines().back() == "Stop() threw: The plugin failed: stop");
}

TEST_CASE("a hook may hold the operation: the end lets it go") {
  // A leak checker sees to it; without one this shows only that it works.
  FakeHost host;
  Object object(ClassOf<Queueing>(), host);
  Outcome outcome;
  CHECK(object.Submit(outcome, "hold in hook") == TP_OK);
  CHECK(outcome.Wait() == TP_OK);
  CHECK(object.api().cancel(object.plugin(), outcome.id()) == TP_E_NOT_FOUND);
}

}  // namespace
}  // namespace task_plugin
