// SPDX-License-Identifier: Apache-2.0
// Choices, schemas and dry runs, asked for as a host does.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "author/plugin.h"
#include "misbehaving.h"
#include "object.h"

namespace task_plugin {
namespace {

// Answers with what it was asked, on a thread of its own.
class Forms final : public BlockingPlugin, public Choices, public Schemas {
 public:
  using BlockingPlugin::BlockingPlugin;

  std::unique_ptr<Connection> Connect(const ConnectInfo& info) override {
    return ConnectForTest(info);
  }
  Choices* options() override { return this; }
  Schemas* schemas() override { return this; }
  bool CanRunDry(size_t task) const override { return task == 0; }

  Output Run(Operation& operation) override {
    return Output{operation.is_dry_run() ? R"({"requests":[]})" : R"({"done":true})", {}};
  }

  void LoadChoices(std::shared_ptr<Operation> operation,
                   std::shared_ptr<const OptionsRequest> request) override {
    if (request->source == "throw") throw std::runtime_error("a reason");
    if (request->source == "drop") return;
    if (request->source == "wait") {
      operation->OnCancel([operation = std::weak_ptr(operation)] {
        operation.lock()->Fail(Error(Status::kCancelled, "cancelled", "It was cancelled."));
      });
      waiting_ = operation;
      return;
    }
    Post([operation, request] {
      json::Buffer buffer;
      json::Writer writer(buffer);
      writer.StartArray();
      for (const std::string* text : {&request->source, &request->search, &request->page_token})
        json::WriteText(writer, *text);
      writer.Uint(request->limit);
      json::Write(writer, request->partial_input.root());
      writer.EndArray();
      operation->Complete(Output{R"({"items":)" + buffer.Take() + "}", {}});
    });
  }

  void ResolveSchema(std::shared_ptr<Operation> operation,
                     std::shared_ptr<const SchemaRequest> request) override {
    Post([operation, request] {
      const bool known = request->known_etag == "e1";
      operation->Complete(
          Output{known ? R"({"etag":"e1"})"
                       : R"({"schema":{"x":")" + request->source + R"("},"etag":"e1"})",
                 {}});
    });
  }

 private:
  std::shared_ptr<Operation> waiting_;
};

// A plugin object that can tell choices and schemas.
struct Desk {
  FakeHost host;
  Object object{ClassOf<Forms>(), host};
  const tp_ext_options* options = static_cast<const tp_ext_options*>(
      object.api().get_extension(object.plugin(), Str(TP_EXT_OPTIONS)));
  const tp_ext_schema* schema = static_cast<const tp_ext_schema*>(
      object.api().get_extension(object.plugin(), Str(TP_EXT_SCHEMA)));

  tp_status Load(Outcome& outcome, const tp_options_request& request) const {
    return options->load(object.plugin(), object.conn(), &request, outcome.sink());
  }
  tp_status Resolve(Outcome& outcome, const tp_schema_request& request) const {
    return schema->resolve(object.plugin(), object.conn(), &request, outcome.sink());
  }
};

tp_options_request Asking(std::string_view source) {
  tp_options_request request = {};
  request.struct_size = sizeof request;
  request.task_type = Str(kTask);
  request.source = Str(source);
  return request;
}

tp_schema_request Resolving(std::string_view source) {
  tp_schema_request request = {};
  request.struct_size = sizeof request;
  request.task_type = Str(kTask);
  request.source = Str(source);
  return request;
}

TEST_CASE("a request for choices arrives whole, and outlives the host's texts") {
  const Desk desk;
  Outcome outcome;
  {
    std::string source = "groups";
    std::string search = "sup";
    std::string token = "p2";
    std::string partial = R"({"brand":12345678901234567890123,"anything":[null]})";
    tp_options_request request = Asking(source);
    request.search = Str(search);
    request.page_token = Str(token);
    request.partial_input_json = Str(partial);
    request.limit = 25;
    REQUIRE(desk.Load(outcome, request) == TP_OK);
    for (std::string* text : {&source, &search, &token, &partial}) text->assign(text->size(), '#');
  }
  CHECK(outcome.Wait() == TP_OK);
  CHECK(
      outcome.output() ==
      R"({"items":["groups","sup","p2",25,{"brand":12345678901234567890123,"anything":[null]}]})");
}

TEST_CASE("texts that are not there are empty, and no input is an empty one") {
  const Desk desk;
  Outcome outcome;
  REQUIRE(desk.Load(outcome, Asking("")) == TP_OK);
  CHECK(outcome.Wait() == TP_OK);
  CHECK(outcome.output() == R"({"items":["","","",0,{}]})");
}

TEST_CASE("fields of a later version are not read, and earlier ones may be missing") {
  const Desk desk;
  Outcome outcome;
  tp_options_request request = Asking("groups");
  request.limit = 7;
  request.struct_size = TP_FIELD_END(tp_options_request, page_token);
  REQUIRE(desk.Load(outcome, request) == TP_OK);
  CHECK(outcome.Wait() == TP_OK);
  CHECK(outcome.output() == R"({"items":["groups","","",0,{}]})");
}

TEST_CASE("a request for choices that is at fault ends with the reason") {
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  struct Case {
    std::function<void(tp_options_request&)> edit;
    tp_status status;
    std::string_view code;
  };
  const std::vector<Case> cases = {
      {[](auto& r) { r.flags = 0x00020000; }, TP_E_NOT_IMPLEMENTED, "not_implemented"},
      {[](auto& r) { r.flags = TP_REQ_DRY_RUN; }, TP_E_NOT_IMPLEMENTED, "not_implemented"},
      {[](auto& r) { r.task_type = Str("test.other"); }, TP_E_INVALID_ARGUMENT, "unknown_task"},
      {[](auto& r) { r.search = Str("\xFF"); }, TP_E_INVALID_ARGUMENT, "invalid_text"},
      {[](auto& r) { r.partial_input_json = Str("{\"a\":"); }, TP_E_INVALID_ARGUMENT,
       "invalid_json"},
      {[](auto& r) { r.partial_input_json = Str("{\"a\":1,\"a\":2}"); }, TP_E_INVALID_ARGUMENT,
       "invalid_json"},
      {[&](auto& r) { r.partial_input_json = Str(deep); }, TP_E_INVALID_ARGUMENT, "invalid_json"},
      {[](auto& r) { r.partial_input_json = Str("[]"); }, TP_E_INVALID_ARGUMENT, "invalid_input"},
  };
  const Desk desk;
  for (const Case& fault : cases) {
    tp_options_request request = Asking("groups");
    fault.edit(request);
    Outcome outcome;
    REQUIRE(desk.Load(outcome, request) == TP_OK);
    CHECK(outcome.Wait() == fault.status);
    CHECK(outcome.code() == fault.code);
    CHECK(outcome.completions() == 1);
  }
}

TEST_CASE("an ignorable flag is ignored") {
  const Desk desk;
  tp_options_request request = Asking("groups");
  request.flags = 1;
  Outcome outcome;
  REQUIRE(desk.Load(outcome, request) == TP_OK);
  CHECK(outcome.Wait() == TP_OK);
}

TEST_CASE("choices that a plugin throws at or forgets end as a defect") {
  const Desk desk;
  for (const char* source : {"throw", "drop"}) {
    Outcome outcome;
    REQUIRE(desk.Load(outcome, Asking(source)) == TP_OK);
    CHECK(outcome.Wait() == TP_E_INTERNAL);
  }
}

TEST_CASE("loading can be cancelled, and disconnect ends it") {
  const Desk desk;
  Outcome outcome;
  REQUIRE(desk.Load(outcome, Asking("wait")) == TP_OK);
  CHECK(desk.object.api().cancel(desk.object.plugin(), outcome.id()) == TP_OK);
  CHECK(outcome.Wait() == TP_E_CANCELLED);
  Desk other;
  Outcome drained;
  REQUIRE(other.Load(drained, Asking("wait")) == TP_OK);
  other.object.Disconnect();
  CHECK(drained.completions() == 1);
  CHECK(drained.status() == TP_E_CANCELLED);
}

TEST_CASE("a schema is resolved, and told by its etag alone when the host has it") {
  const Desk desk;
  Outcome first;
  REQUIRE(desk.Resolve(first, Resolving("fields")) == TP_OK);
  CHECK(first.Wait() == TP_OK);
  CHECK(first.output() == R"({"schema":{"x":"fields"},"etag":"e1"})");
  tp_schema_request request = Resolving("fields");
  request.known_etag = Str("e1");
  Outcome second;
  REQUIRE(desk.Resolve(second, request) == TP_OK);
  CHECK(second.Wait() == TP_OK);
  CHECK(second.output() == R"({"etag":"e1"})");
  request.flags = 0x80000000;
  Outcome third;
  REQUIRE(desk.Resolve(third, request) == TP_OK);
  CHECK(third.Wait() == TP_E_NOT_IMPLEMENTED);
  request = Resolving("fields");
  request.partial_input_json = Str("7");
  Outcome fourth;
  REQUIRE(desk.Resolve(fourth, request) == TP_OK);
  CHECK(fourth.Wait() == TP_E_INVALID_ARGUMENT);
}

TEST_CASE("a plugin without the abilities does not have the extensions") {
  FakeHost host;
  const Object object(ClassOf<Blocking>(), host);
  CHECK(object.api().get_extension(object.plugin(), Str(TP_EXT_OPTIONS)) == nullptr);
  CHECK(object.api().get_extension(object.plugin(), Str(TP_EXT_SCHEMA)) == nullptr);
}

TEST_CASE("a dry run reaches the task that can do it, and is refused for all others") {
  const std::string input = R"({"do":"it"})";
  tp_task_request request = Object::Request(input);
  request.flags = TP_REQ_DRY_RUN;
  Desk desk;
  Outcome dry;
  CHECK(desk.object.Execute(dry, request) == TP_OK);
  CHECK(dry.output() == R"({"requests":[]})");
  request.flags = TP_REQ_DRY_RUN | 0x00020000;
  Outcome unknown;
  CHECK(desk.object.Execute(unknown, request) == TP_E_NOT_IMPLEMENTED);
  request.flags = 0;
  Outcome wet;
  CHECK(desk.object.Execute(wet, request) == TP_OK);
  CHECK(wet.output() == R"({"done":true})");
  FakeHost host;
  Object plain(ClassOf<Blocking>(), host);
  request.flags = TP_REQ_DRY_RUN;
  Outcome refused;
  CHECK(plain.Execute(refused, request) == TP_E_NOT_IMPLEMENTED);
  CHECK(refused.message() == "This task cannot do a dry run.");
}

}  // namespace
}  // namespace task_plugin
