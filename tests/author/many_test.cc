// SPDX-License-Identifier: Apache-2.0
// Many operations at once, from many threads, with cancels in between.
#include <doctest/doctest.h>

#include <atomic>
#include <deque>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

template <typename Work>
void InThreads(int count, Work work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

thread_local bool inside_submit = false;

TEST_CASE("a thousand submits with random cancels end exactly once, never inside submit") {
  for (const PluginClass* plugin_class : {&ClassOf<Blocking>(), &ClassOf<Queueing>()}) {
    FakeHost host;
    Object object(*plugin_class, host);
    constexpr int kThreads = 4;
    constexpr int kEach = 250;
    std::deque<Outcome> outcomes(kThreads * kEach);
    std::atomic<int> inside = 0;
    for (Outcome& outcome : outcomes)
      outcome.on_complete = [&] { inside += inside_submit ? 1 : 0; };
    InThreads(kThreads, [&](int thread) {
      std::mt19937 random(static_cast<unsigned>(thread));
      for (int i = 0; i < kEach; ++i) {
        Outcome& mine = outcomes[static_cast<size_t>(thread * kEach + i)];
        // "keep" goes on for ever in one plugin and ends at once in the other; both can be
        // cancelled.
        inside_submit = true;
        CHECK(object.Submit(mine, i % 3 == 0 ? "keep" : "complete") == TP_OK);
        inside_submit = false;
        const Outcome& any = outcomes[random() % outcomes.size()];
        const tp_status status = object.api().cancel(object.plugin(), any.id());
        CHECK((status == TP_OK || status == TP_E_NOT_FOUND));
      }
    });
    object.Disconnect();
    for (const Outcome& outcome : outcomes) {
      CHECK(outcome.completions() == 1);
      CHECK((outcome.status() == TP_OK || outcome.status() == TP_E_CANCELLED));
    }
    CHECK(inside == 0);
    CHECK(host.Lines().empty());
  }
}

TEST_CASE("one submit of many: an end for each, refusals among them") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  constexpr size_t kMany = 2000;
  std::deque<Outcome> outcomes(kMany);
  const tp_task_request good = Object::Request(R"({"do":"succeed"})");
  const tp_task_request bad = Object::Request(R"({"do":1})");
  std::vector<const tp_task_request*> requests;
  std::vector<const tp_sink*> sinks;
  for (size_t i = 0; i < kMany; ++i) {
    requests.push_back(i % 5 == 0 ? &bad : &good);
    sinks.push_back(outcomes[i].sink());
  }
  CHECK(object.api().submit(object.plugin(), object.conn(), requests.data(), sinks.data(), kMany) ==
        TP_OK);
  for (size_t i = 0; i < kMany; ++i) {
    CHECK(outcomes[i].Wait() == (i % 5 == 0 ? TP_E_INVALID_ARGUMENT : TP_OK));
    CHECK(outcomes[i].thread() != std::this_thread::get_id());
  }
  // Refused as a whole: the last sink cannot be completed.
  std::deque<Outcome> never(2);
  tp_sink unusable = *never[1].sink();
  unusable.complete = nullptr;
  sinks = {never[0].sink(), &unusable};
  CHECK(object.api().submit(object.plugin(), object.conn(), requests.data(), sinks.data(), 2) ==
        TP_E_INVALID_ARGUMENT);
  object.Disconnect();
  CHECK(never[0].completions() == 0);
}

TEST_CASE("a queue that is full refuses the whole call") {
  FakeHost host;
  Object object(ClassOf<Queueing>(), host);
  constexpr size_t kTooMany = 100'001;
  const Outcome outcome;
  const tp_task_request request = Object::Request(R"({"do":"keep"})");
  std::vector<tp_sink> sinks(kTooMany, *outcome.sink());
  std::vector<const tp_sink*> sink_list;
  for (tp_sink& sink : sinks) {
    sink.op_id = NextId();
    sink_list.push_back(&sink);
  }
  const std::vector<const tp_task_request*> requests(kTooMany, &request);
  CHECK(object.api().submit(object.plugin(), object.conn(), requests.data(), sink_list.data(),
                            kTooMany) == TP_E_RATE_LIMITED);
  object.Disconnect();
  CHECK(outcome.completions() == 0);
}

TEST_CASE("eight threads execute on one connection") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  std::atomic<int> good = 0;
  InThreads(8, [&](int) {
    for (int i = 0; i < 200; ++i) {
      Outcome outcome;
      good += object.Execute(outcome, i % 2 == 0 ? "succeed" : "throw exception") ==
                      (i % 2 == 0 ? TP_OK : TP_E_INTERNAL)
                  ? 1
                  : 0;
      if (i % 20 == 0) object.api().update_credentials(object.plugin(), object.conn(), Str("{}"));
    }
  });
  CHECK(good == 1600);
}

TEST_CASE("a task that waited in the queue past its deadline is not begun") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  std::deque<Outcome> blockers(8);  // as many as the plugin has threads
  for (Outcome& blocker : blockers) CHECK(object.Submit(blocker, "wait") == TP_OK);
  for (Outcome& blocker : blockers) blocker.WaitForProgress(1);
  Outcome late;
  tp_task_request request = Object::Request(R"({"do":"progress"})");
  request.deadline_unix_ms = host.unix_ms + 50;
  const tp_task_request* const requests[] = {&request};
  const tp_sink* const sinks[] = {late.sink()};
  CHECK(object.api().submit(object.plugin(), object.conn(), requests, sinks, 1) == TP_OK);
  std::this_thread::sleep_for(
      std::chrono::milliseconds(60));  // the deadline itself, not a wait for somebody
  for (Outcome& blocker : blockers)
    CHECK(object.api().cancel(object.plugin(), blocker.id()) == TP_OK);
  CHECK(late.Wait() == TP_E_TIMEOUT);
  CHECK(late.fractions().empty());
  object.Disconnect();  // before the outcomes go
}

}  // namespace
}  // namespace task_plugin
