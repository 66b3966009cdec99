// SPDX-License-Identifier: Apache-2.0
// Objects, connections and tasks; and plugins that break the rules while they run.
#include <doctest/doctest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "host/connection.h"
#include "host/error.h"
#include "toy_folder.h"

using task_host::Connection;
using task_host::Error;
using task_host::HostServices;
using task_host::Json;
using task_host::Operation;
using task_host::PluginInstance;
using task_host::Refused;
using task_host::Result;

namespace {

// A loaded toy with a log that can be read.
class Bench {
 public:
  explicit Bench(const std::string& name)
      : services(std::make_shared<HostServices>(
            "test", "1", TP_LOG_TRACE,
            [this](std::int32_t level, std::string_view message, std::string_view) {
              const std::lock_guard<std::mutex> lock(mutex_);
              log_ += std::string(task_host::LogLevelName(level)) + " " + std::string(message);
              log_ += "\n";
            })),
        plugin(task_host::Plugin::Load(task_host::LoadManifest(
            toy::Install(dir_.path(), toy::fs::path(TOY_LIBRARIES) / (name + ".so"))))) {}

  std::shared_ptr<PluginInstance> Create() {
    return PluginInstance::Create(plugin, services, "{\"locale\":\"en\"}");
  }
  std::shared_ptr<Connection> Open(const std::string& token = "t0ken-1") {
    return Connection::Open(Create(), {.type = "token",
                                       .id = "c",
                                       .settings_json = "{\"place\":\"here\"}",
                                       .credentials_json = "{\"token\":\"" + token + "\"}"});
  }
  std::string log() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return log_;
  }

 private:
  toy::TempDir dir_;
  std::mutex mutex_;
  std::string log_;

 public:
  std::shared_ptr<HostServices> services;
  std::shared_ptr<const task_host::Plugin> plugin;
};

task_host::TaskRequest Echo(const std::string& input) {
  task_host::TaskRequest request;
  request.task_type = "toy.echo";
  request.input_json = input;
  request.idempotency_key = "k1";
  return request;
}

}  // namespace

TEST_CASE("execute gives the plugin's bytes and its progress") {
  Bench bench("good");
  const auto connection = bench.Open();
  std::vector<double> fractions;
  Operation operation(bench.services,
                      [&](double fraction, std::string_view) { fractions.push_back(fraction); });
  const Result result = connection->Execute(Echo("{ \"n\": 12345678901234567890 }"), operation);
  CHECK(result.status == TP_OK);
  CHECK(result.output_json == "{\"input\":{ \"n\": 12345678901234567890 },\"key\":\"k1\"}");
  CHECK(fractions == std::vector<double>{0.5});
  CHECK(bench.services->plugin_bugs() == 0);
}

TEST_CASE("settings and policy reach the plugin, credentials never the log") {
  Bench bench("good");
  const auto connection = bench.Open("t0ken-\\\"x");
  task_host::TaskRequest request;
  request.task_type = "toy.login";
  request.input_json = "{}";
  const Result result = connection->Execute(request);
  CHECK(result.output_json == "{\"settings\":{\"place\":\"here\"},\"policy\":{\"locale\":\"en\"}}");
  CHECK(bench.log() == "info credentials are {\"token\":\"***\"}\n");
  CHECK(connection->UpdateCredentials("{\"token\":\"second\"}") == TP_OK);
  connection->Execute(request);
  CHECK(bench.log().find("second") == std::string::npos);
}

TEST_CASE("submit runs many, each with its own result") {
  Bench bench("good");
  const auto connection = bench.Open();
  std::vector<task_host::TaskRequest> requests;
  for (int i = 0; i < 20; ++i) requests.push_back(Echo("{\"i\":" + std::to_string(i) + "}"));
  std::vector<Operation> operations = connection->Submit(requests);
  REQUIRE(operations.size() == 20);
  for (int i = 0; i < 20; ++i) {
    CHECK(Json::Parse(operations[static_cast<std::size_t>(i)].Wait().output_json)
              .At("/input/i")
              ->Integer() == i);
  }
  CHECK(connection->Submit({}).empty());
  CHECK(bench.services->plugin_bugs() == 0);
}

TEST_CASE("a full queue refuses the whole call") {
  Bench bench("good");
  const auto connection = bench.Open();
  const std::vector<task_host::TaskRequest> requests(65, Echo("{}"));
  try {
    connection->Submit(requests);
    FAIL("taken");
  } catch (const Refused& refused) {
    CHECK(refused.result().status == TP_E_RATE_LIMITED);
    CHECK(refused.result().retry == TP_RETRY_SAFE);
  }
}

TEST_CASE("cancel ends an operation from another thread") {
  Bench bench("good");
  const auto connection = bench.Open();
  task_host::TaskRequest request;
  request.task_type = "toy.wait";
  request.input_json = "{}";
  std::vector<Operation> operations = connection->Submit({request});
  while (!connection->instance()->Cancel(operations[0].id())) {
    CHECK_FALSE(operations[0].IsComplete());
  }
  CHECK(operations[0].Wait().status == TP_E_CANCELLED);
  CHECK_FALSE(connection->instance()->Cancel(operations[0].id()));
}

TEST_CASE("failures arrive whole, and odd values are made safe") {
  Bench bench("good");
  const auto connection = bench.Open();
  const auto fail = [&](const std::string& mode) {
    task_host::TaskRequest request;
    request.task_type = "toy.fail";
    request.input_json = "{\"mode\":\"" + mode + "\"}";
    return connection->Execute(request);
  };
  const Result invalid = fail("invalid");
  CHECK(invalid.status == TP_E_INVALID_ARGUMENT);
  CHECK(invalid.http_status == 422);
  CHECK(Json::Parse(invalid.error_details_json).At("/fields/0/pointer")->Serialize() ==
        "\"/priority\"");
  CHECK(fail("limited").retry_after_ms == 1500);
  const Result later = fail("new_status");
  CHECK(later.status == TP_E_UNKNOWN);
  CHECK(later.retry == TP_RETRY_NEVER);
  CHECK(bench.services->plugin_bugs() == 0);
  const Result bad = fail("bad_text");
  CHECK(bad.error_message == "caf\xEF\xBF\xBD \x1B[2J");
  CHECK(bad.error_details_json.empty());
  CHECK(bench.services->plugin_bugs() == 2);
}

TEST_CASE("refusals of create and connect carry the plugin's reasons") {
  Bench failing("create_fails");
  CHECK_THROWS_WITH_AS(failing.Create(), "The policy is wrong.", Refused);
  Bench silent("create_silent");
  CHECK_THROWS_WITH_AS(silent.Create(), doctest::Contains("create() failed with \"internal\""),
                       Refused);
  CHECK(silent.log() == "plugin-bug create() failed without telling why\n");
  Bench good("good");
  try {
    good.Open("refused");
    FAIL("opened");
  } catch (const Refused& refused) {
    CHECK(refused.result().error_code == "toy.bad_token");
    CHECK(refused.result().error_details_json.find("/credentials/token") != std::string::npos);
  }
  Bench mute("connect_silent");
  CHECK_THROWS_AS(mute.Open("refused"), Refused);
  CHECK(mute.log() == "plugin-bug connect() failed without telling why\n");
}

TEST_CASE("whoever submits is told of each end, once its result is there") {
  Bench bench("good");
  const auto connection = bench.Open();
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::size_t> ended;
  std::vector<Operation> operations =
      connection->Submit({Echo("{\"n\":0}"), Echo("{\"n\":1}")}, [&](std::size_t index) {
        const std::lock_guard<std::mutex> lock(mutex);
        ended.push_back(index);
        changed.notify_one();
      });
  std::unique_lock<std::mutex> lock(mutex);
  changed.wait(lock, [&] { return ended.size() == 2; });
  CHECK(ended[0] + ended[1] == 1);
  for (const std::size_t index : ended) {
    REQUIRE(operations[index].future().wait_for(std::chrono::seconds(0)) ==
            std::future_status::ready);
    const Result result = operations[index].Wait();
    CHECK(Json::Parse(result.output_json).At("/input/n")->Integer() == index);
  }
}

TEST_CASE("a plugin that counts nothing has no counters") {
  Bench bench("good");
  CHECK(bench.Create()->Stats().empty());
}

TEST_CASE("objects and tables that are not there are refused") {
  const std::pair<const char*, const char*> cases[] = {
      {"create_nothing", "create() succeeded without an object"},
      {"short_api", "the plugin's table of functions is too short"},
      {"connect_nothing", "connect() succeeded without a connection"}};
  for (const auto& [name, expected] : cases) {
    Bench bench(name);
    CHECK_THROWS_WITH_AS(bench.Open(), doctest::Contains(expected), Error);
  }
}

TEST_CASE("broken promises are reported and do no harm") {
  struct Case {
    const char* name;
    tp_status status;
    const char* bug;
  };
  const Case cases[] = {
      {"double_complete", TP_OK, "complete() was called on an operation that had ended"},
      {"late_progress", TP_OK, "progress() was called on an operation that had ended"},
      {"no_complete", TP_E_INTERNAL, "execute() returned before complete() was called"},
      {"short_result", TP_E_INTERNAL, "complete() was called without a result"},
      {"bad_output", TP_E_INTERNAL, "output_json is not acceptable JSON"},
  };
  for (const Case& one : cases) {
    Bench bench(one.name);
    const Result result = bench.Open()->Execute(Echo("{}"));
    CAPTURE(one.name);
    CAPTURE(bench.log());
    CHECK(result.status == one.status);
    if (!result.ok()) CHECK(result.retry == TP_RETRY_UNKNOWN_OUTCOME);
    CHECK(result.host_message.InEnglish() == result.error_message);
    CHECK(bench.services->plugin_bugs() >= 1);
    CHECK(bench.log().find(one.bug) != std::string::npos);
  }
}

TEST_CASE("a task whose output cannot be taken is told as done, with all that the plugin said") {
  const std::string deep(task_host::kMaxJsonDepth, '[');
  const std::string deep_end(task_host::kMaxJsonDepth, ']');
  const std::pair<std::string, const char*> cases[] = {
      {R"({"warn":1,"note":1,"a":1,"a":2})", "the key \"a\" stands twice"},
      {R"({"warn":1,"note":1,"a":)" + deep + deep_end + "}", "more than 64 levels"},
      {R"({"warn":1,"note":1,"a":")" + std::string(task_host::kMaxJsonBytes, 'x') + "\"}",
       "more than 16 MiB"}};
  Bench bench("good");
  const auto connection = bench.Open();
  for (const auto& [input, reason] : cases) {
    const Result result = connection->Execute(Echo(input));
    CAPTURE(result.error_message);
    CHECK(result.status == TP_E_INTERNAL);
    CHECK(result.retry == TP_RETRY_UNKNOWN_OUTCOME);
    CHECK(result.http_status == 201);
    CHECK(result.error_code == "toy.noted");
    CHECK(result.error_message.starts_with("The task was done, but its output cannot be read: "));
    CHECK(result.error_message.find(reason) != std::string::npos);
    CHECK(result.error_message.ends_with(". The plugin says: Ticket 7 was made."));
    CHECK(result.host_message.InEnglish() == result.error_message);
    CHECK(result.error_details_json == R"({"requestId":"req-7"})");
    CHECK(Json::Parse(result.warnings_json).At("/0/code")->Serialize() == "\"toy.w\"");
    CHECK(result.output_json.empty());
  }
  const Result plain = connection->Execute(Echo(R"({"a":1,"a":2})"));
  CHECK(plain.error_code == "host.unreadable_output");
  CHECK(plain.error_message.find("The plugin says") == std::string::npos);
  CHECK(bench.services->plugin_bugs() == 4);
}

TEST_CASE("a completion inside submit is reported") {
  Bench bench("early_complete");
  const auto connection = bench.Open();
  std::vector<Operation> operations = connection->Submit({Echo("{}")});
  CHECK(operations[0].Wait().ok());
  CHECK(bench.log() == "plugin-bug complete() was called before submit() returned\n");
}

TEST_CASE("a sink that outlives everything is harmless") {
  auto services = std::make_shared<HostServices>("test", "1", TP_LOG_TRACE, task_host::LogSink());
  tp_sink sink;
  {
    const Operation operation(services);
    sink = operation.Sink();
  }
  sink.complete(sink.user, nullptr);
  CHECK(services->plugin_bugs() == 1);
  services.reset();
  sink.complete(sink.user, nullptr);
  sink.progress(sink.user, 1, tp_str{nullptr, 0});
}
