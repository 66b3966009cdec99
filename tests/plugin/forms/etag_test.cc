// SPDX-License-Identifier: Apache-2.0
// Schemas and choices as a host asks for them, past the command line: what it holds already is not
// told again, and what no manifest names is refused.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>

#include "host/connection.h"
#include "host/json.h"
#include "host/plugin.h"
#include "tests/host/worker_process.h"

using task_host::Connection;
using task_host::HostServices;
using task_host::Json;
using task_host::Operation;
using task_host::OptionsRequest;
using task_host::Result;
using task_host::SchemaRequest;

namespace {

class Bench {
 public:
  explicit Bench(const std::string& policy = "{}")
      : sandbox_({"--port", "0"}),
        services_(std::make_shared<HostServices>("test", "1", TP_LOG_ERROR, task_host::LogSink())) {
    const std::string line = sandbox_.ReadLine();
    REQUIRE(line.starts_with("listening on http://127.0.0.1:"));
    settings_ = R"({"subdomain":"acme","base_url":")" + line.substr(line.find("http://")) + "\"}";
    auto instance = task_host::PluginInstance::Create(
        task_host::Plugin::Load(task_host::LoadManifest(ZENDESK_PLUGIN)), services_, policy);
    connection_ = Connection::Open(
        std::move(instance), {.type = "oauth_access_token",
                              .id = "c",
                              .settings_json = settings_,
                              .credentials_json = R"({"access_token":"sandbox-access-token"})"});
  }

  Result Resolve(std::string source, std::string partial, std::string etag = "") {
    SchemaRequest request;
    request.task_type = "zendesk.create_ticket";
    request.source = std::move(source);
    request.partial_input_json = std::move(partial);
    request.known_etag = std::move(etag);
    Operation operation(services_);
    return connection_->ResolveSchema(request, operation);
  }

  Result Load(std::string source) {
    OptionsRequest request;
    request.task_type = "zendesk.create_ticket";
    request.source = std::move(source);
    Operation operation(services_);
    return connection_->LoadOptions(request, operation);
  }

 private:
  tokens::WorkerProcess sandbox_;
  std::shared_ptr<HostServices> services_;
  std::string settings_;
  std::shared_ptr<Connection> connection_;
};

constexpr const char* kFields = "zendesk.custom_fields";
constexpr const char* kRepair = R"({"ticket_form":"Repair"})";

Json OutputOf(const Result& result) {
  REQUIRE_MESSAGE(result.ok(), result.error_message);
  return Json::Parse(result.output_json);
}

}  // namespace

TEST_SUITE_BEGIN("forms");

TEST_CASE("a schema that the host holds is not told again, and one that differs is") {
  Bench bench;
  const Json first = OutputOf(bench.Resolve(kFields, kRepair));
  REQUIRE(first.Find("schema") != nullptr);
  const std::string etag = first.Text("etag");
  const Json same = OutputOf(bench.Resolve(kFields, kRepair, etag));
  CHECK(same.Find("schema") == nullptr);
  CHECK(same.Text("etag") == etag);
  const Json other = OutputOf(bench.Resolve(kFields, R"({"ticket_form":"Returns"})", etag));
  CHECK(other.Find("schema") != nullptr);
  CHECK(other.Text("etag") != etag);
  CHECK(OutputOf(bench.Resolve(kFields, kRepair, other.Text("etag"))).Text("etag") == etag);
}

TEST_CASE("another language has another schema") {
  Bench english;
  Bench french(R"({"locale":"fr"})");
  const Json one = OutputOf(english.Resolve(kFields, kRepair));
  const Json two = OutputOf(french.Resolve(kFields, kRepair, one.Text("etag")));
  const auto text_of = [](const Json& output) {
    return output.At("/schema/x-tp/entries/schema/properties/Serial number")->Text("description");
  };
  CHECK(text_of(one) == "Required when Under warranty is \"true\".");
  CHECK(text_of(two) == "Obligatoire quand Under warranty vaut «\u00a0true\u00a0».");
}

TEST_CASE("without a source the whole input comes, with its texts") {
  Bench bench;
  const Json output = OutputOf(bench.Resolve("", kRepair));
  CHECK(output.At("/schema/properties/custom_fields")->Text("title") == "Custom fields");
  CHECK(output.At("/schema/properties/custom_fields/items/properties/value") != nullptr);
  CHECK(output.At("/schema/properties/custom_fields/x-tp/schemaFrom") != nullptr);
  CHECK(output.At("/schema/properties/custom_fields/x-tp/entries/schema/properties/Symptoms") !=
        nullptr);
  CHECK(output.At("/schema/properties/subject")->Text("title") == "Subject");
}

TEST_CASE("a form that holds expressions, or anything else, counts as one without a choice") {
  Bench bench;
  const std::string none = OutputOf(bench.Resolve(kFields, "{}")).Text("etag");
  for (const char* partial :
       {R"({"ticket_form":"${/form}"})", R"({"ticket_form":["Repair"]})",
        R"({"ticket_form":null,"ticket_form_id":1.5})", R"({"ticket_form":"","custom_fields":1})"})
    CHECK(OutputOf(bench.Resolve(kFields, partial)).Text("etag") == none);
}

TEST_CASE("what nobody has named is refused") {
  Bench bench;
  const Result schema = bench.Resolve("zendesk.attributes", "{}");
  CHECK(schema.error_code == "invalid_input");
  CHECK(schema.error_message.find("zendesk.custom_fields") != std::string::npos);
  const Result choices = bench.Load("zendesk.colors");
  CHECK(choices.error_code == "invalid_input");
  CHECK(choices.error_message.find("There are no choices called \"zendesk.colors\".") !=
        std::string::npos);
  CHECK(OutputOf(bench.Load("zendesk.object_field_options:asset/category")).At("/items/0") !=
        nullptr);
  for (const char* source : {"zendesk.object_field_options", "zendesk.object_field_options:none/x",
                             "zendesk.object_field_options:asset/none"})
    CHECK(OutputOf(bench.Load(source)).At("/items/0") == nullptr);
  CHECK(OutputOf(bench.Load("zendesk.field_options:1")).At("/needs/0") != nullptr);
}

TEST_SUITE_END();
