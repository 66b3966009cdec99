// SPDX-License-Identifier: Apache-2.0
// Whatever a plugin does, the host gets one result for each operation and no exception.
#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("whatever a task throws becomes a status") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  struct Row {
    const char* what;
    tp_status status;
    const char* message;
  };
  const Row kTable[] = {
      {"succeed", TP_OK, ""},
      {"throw exception", TP_E_INTERNAL, "The plugin failed: a reason"},
      {"throw int", TP_E_INTERNAL, "The plugin failed."},
      {"throw bad_alloc", TP_E_INTERNAL, "There was not enough memory."},
      {"throw error", TP_E_CONFLICT, "Somebody was faster."},
      {"throw in check", TP_E_INTERNAL, "The plugin failed: check"},
      {"fault", TP_E_INVALID_ARGUMENT, "Not that."},
  };
  for (const Row& row : kTable) {
    CAPTURE(row.what);
    Outcome executed;
    CHECK(object.Execute(executed, row.what) == row.status);
    CHECK(executed.message() == row.message);
    CHECK(executed.thread() == std::this_thread::get_id());
    Outcome submitted;
    CHECK(object.Submit(submitted, row.what) == TP_OK);
    CHECK(submitted.Wait() == row.status);
    CHECK(submitted.message() == row.message);
    CHECK(submitted.thread() != std::this_thread::get_id());
    CHECK((executed.output() == "{\"done\":true}") == (row.status == TP_OK));
  }
  CHECK(host.Lines().empty());
}

TEST_CASE("a second end is dropped and reported") {
  FakeHost host;
  {
    Object object(ClassOf<Blocking>(), host);
    Outcome outcome;
    CHECK(object.Execute(outcome, "complete twice") == TP_OK);
    CHECK(outcome.output() == "{\"first\":true}");
    Outcome submitted;
    CHECK(object.Submit(submitted, "complete twice") == TP_OK);
    CHECK(submitted.Wait() == TP_OK);
    Object queueing(ClassOf<Queueing>(), host);
    Outcome twice;
    CHECK(queueing.Execute(twice, "twice") == TP_OK);
  }
  CHECK(host.Lines() == Lines(3, "A task completed twice."));
}

TEST_CASE("a task that the plugin forgets ends all the same") {
  FakeHost host;
  Object object(ClassOf<Queueing>(), host);
  for (const char* what : {"forget at once", "forget later"}) {
    CAPTURE(what);
    Outcome outcome;
    CHECK(object.Execute(outcome, what) == TP_E_INTERNAL);
    CHECK(outcome.message() == "The plugin dropped the task without a result.");
    Outcome submitted;
    CHECK(object.Submit(submitted, what) == TP_OK);
    CHECK(submitted.Wait() == TP_E_INTERNAL);
  }
}

TEST_CASE("a plugin that cannot begin fails the task, and says so once") {
  FakeHost host;
  Object object(ClassOf<Queueing>(), host);
  Outcome outcome;
  CHECK(object.Execute(outcome, "throw in start") == TP_E_INTERNAL);
  CHECK(outcome.message() == "The plugin failed: start");
  Outcome both;
  CHECK(object.Submit(both, "start, then throw") == TP_OK);
  CHECK(both.Wait() == TP_E_INTERNAL);
  CHECK(both.completions() == 1);

  // Refused items need the plugin's queue, too; without memory for it submit() may not leave them
  // hanging, nor report a failure for the whole call.
  Queueing::refuses_work = true;
  Outcome first;
  Outcome second;
  const tp_task_request good = Object::Request(R"({"do":"complete"})");
  const tp_task_request bad = Object::Request("{}");
  const tp_task_request* const requests[] = {&bad, &good};
  const tp_sink* const sinks[] = {first.sink(), second.sink()};
  CHECK(object.api().submit(object.plugin(), object.conn(), requests, sinks, 2) == TP_OK);
  Queueing::refuses_work = false;
  CHECK(first.Wait() == TP_E_INVALID_ARGUMENT);
  CHECK(second.Wait() == TP_E_INTERNAL);
  CHECK(first.completions() == 1);
  CHECK(second.completions() == 1);
}

TEST_CASE("progress stays in its range, never falls, and ends with the task") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  Outcome outcome;
  CHECK(object.Execute(outcome, "progress") == TP_OK);
  CHECK(outcome.fractions() == std::vector<double>{0.25, 0.25, -1, 0.5, 1, 1, -1});
  Outcome submitted;
  CHECK(object.Submit(submitted, "progress") == TP_OK);
  CHECK(submitted.Wait() == TP_OK);
  object.Disconnect();
  object.Destroy();  // joins the thread that completes twice
  CHECK(submitted.fractions().size() == 7);
  CHECK_FALSE(submitted.progress_after_end());
  CHECK(host.Lines() == Lines(2, "A task completed twice."));
}

TEST_CASE("deadlines and versions are checked before the task begins") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  tp_task_request request = Object::Request(R"({"do":"succeed"})");
  const auto status = [&] {
    Outcome outcome;
    return object.Execute(outcome, request);
  };
  const int64_t now = host.unix_ms;
  constexpr int64_t kFar = std::numeric_limits<int64_t>::max();
  for (const int64_t past : {now, now - 1, int64_t{1}, int64_t{-1}, -kFar - 1}) {
    request.deadline_unix_ms = past;
    CHECK(status() == TP_E_TIMEOUT);
    Outcome submitted;
    const tp_task_request* const requests[] = {&request};
    const tp_sink* const sinks[] = {submitted.sink()};
    CHECK(object.api().submit(object.plugin(), object.conn(), requests, sinks, 1) == TP_OK);
    CHECK(submitted.Wait() == TP_E_TIMEOUT);
    CHECK(submitted.retry() == TP_RETRY_SAFE);
  }
  for (const int64_t future : {int64_t{0}, now + 60'000, kFar}) {
    request.deadline_unix_ms = future;
    CHECK(status() == TP_OK);
  }
  host.unix_ms = -kFar - 1;  // a clock may say anything
  CHECK(status() == TP_OK);
  request.deadline_unix_ms = -kFar - 1;
  CHECK(status() == TP_E_TIMEOUT);
  request.deadline_unix_ms = 0;
  for (const uint32_t version : {0u, 1u, 2u}) {
    request.task_schema_version = version;
    CHECK(status() == TP_OK);
  }
  request.task_schema_version = 3;
  Outcome outcome;
  CHECK(object.Execute(outcome, request) == TP_E_INVALID_ARGUMENT);
  CHECK(outcome.code() == "newer_schema");
}

TEST_CASE("connect and update_credentials survive what the plugin throws") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  for (const auto& [type, expected] : {std::pair{"int", TP_E_INTERNAL},
                                       {"refuse", TP_E_UNAUTHENTICATED},
                                       {"\xFF", TP_E_INVALID_ARGUMENT}}) {
    Outcome diag;
    tp_connect_info info = {};
    info.struct_size = sizeof info;
    info.connection_type = Str(type);
    tp_conn* conn = nullptr;
    CHECK(object.api().connect(object.plugin(), &info, diag.sink(), &conn) == expected);
    CHECK(conn == nullptr);
    CHECK(diag.completions() == 1);
    CHECK(diag.status() == expected);
  }
  const auto update = [&](const char* text) {
    return object.api().update_credentials(object.plugin(), object.conn(), Str(text));
  };
  CHECK(update("{}") == TP_OK);
  CHECK(update("int") == TP_E_INTERNAL);
  CHECK(update("refuse") == TP_E_INVALID_ARGUMENT);
}

class Unmakeable final : public Plugin {
 public:
  explicit Unmakeable(PluginContext context) : Plugin(std::move(context)) { throw 1; }
  std::unique_ptr<Connection> Connect(const ConnectInfo&) override { return nullptr; }
  void Ready() override {}
  void Start(std::shared_ptr<Operation>) override {}
  void Post(std::function<void()>) override {}
  void Stop() override {}
  void AfterFork() override {}
};

TEST_CASE("a plugin that cannot be made is no crash") {
  FakeHost host;
  const Outcome diag;
  const tp_plugin_api* api = nullptr;
  tp_plugin* plugin = nullptr;
  CHECK(Create(ClassOf<Unmakeable>(), host.get(), tp_str{}, diag.sink(), &api, &plugin) ==
        TP_E_INTERNAL);
  CHECK(diag.completions() == 1);
  CHECK(api == nullptr);
  CHECK(plugin == nullptr);
}

TEST_CASE(
    "a diagnostic sink with an unknown must-understand flag is answered, one to be ignored is "
    "not") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  const Outcome diag;
  tp_sink sink = *diag.sink();
  tp_connect_info info = {};
  info.struct_size = sizeof info;
  tp_conn* conn = nullptr;
  sink.flags = 0x00010000u;
  CHECK(object.api().connect(object.plugin(), &info, &sink, &conn) == TP_E_NOT_IMPLEMENTED);
  CHECK(diag.completions() == 1);
  sink.flags = TP_FLAGS_IGNORABLE;
  CHECK(object.api().connect(object.plugin(), &info, &sink, &conn) == TP_OK);
  object.api().disconnect(object.plugin(), conn);
}

TEST_CASE("an old host's sink ends before progress") {
  FakeHost host;
  Object object(ClassOf<Blocking>(), host);
  for (const uint32_t size : {32u, 36u}) {  // 36: half a pointer is none
    const Outcome outcome;
    tp_sink sink = *outcome.sink();
    sink.struct_size = size;
    const tp_task_request request = Object::Request(R"({"do":"progress"})");
    object.api().execute(object.plugin(), object.conn(), &request, &sink);
    CHECK(outcome.completions() == 1);
    CHECK(outcome.fractions().empty());
  }
}

}  // namespace
}  // namespace task_plugin
