// SPDX-License-Identifier: Apache-2.0
// Straight-line code: build, find, send, read.
#include "plugin/tasks/record.h"

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/record_body.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

Output MakeOutput(const Input& input, const RecordAnswer& answer, std::vector<Warning> warnings) {
  ObjectWriter writer(answer.reply.size + 512);
  writer.Text("id", answer.reply.id);
  writer.TextOrNull("url", answer.reply.url);
  writer.TextOrNull("external_id", answer.reply.external_id);
  writer.TextOrNull("name", answer.reply.name);
  WriteAnswer(input, writer, "record", answer.json(), answer.reply, warnings);
  return FinishOutput(input, writer, std::move(warnings), answer.dropped);
}

Message NoRecord() {
  return Message("Zendesk does not find the record.");
}

enum class Sought { kObject, kRecord };

// Says what Zendesk did not find, and to which field that belongs.
void ExplainMissing(Problem& problem, Sought sought, const Input& input) {
  if (problem.code != "zendesk.not_found") return;
  FieldProblem field{"object_type", "RecordNotFound", "", 0, ""};
  if (sought == Sought::kObject || problem.zendesk_name == "CustomObjectNotFound") {
    problem.code = "zendesk.object_not_found";
    problem.sentences = {Message("Zendesk does not find the custom object.")};
    field.description = input.Say(
        "There is no custom object with this key, or the user of the connection may not see it.");
  } else {
    problem.code = "zendesk.record_not_found";
    problem.sentences = {NoRecord()};
    field.field = input.Text("record_id") ? "record_id" : "external_id";
    field.description = input.Say(
        "There is no such record in this custom object, or the user of the connection may not see "
        "it.");
  }
  problem.fields.push_back(std::move(field));
}

Task<std::string> FindByExternalId(Client& client, const Input& input) {
  std::string object(*input.Text("object_type"));
  std::string external_id(*input.Text("external_id"));
  std::optional<std::string> id;
  try {
    id = co_await BeforeWriting(client.FindRecord(std::move(object), std::move(external_id)));
  } catch (Problem& problem) {
    ExplainMissing(problem, Sought::kObject, input);
    throw;
  }
  if (id) co_return *std::move(id);
  Problem problem(Problem::Kind::kNotFound, "zendesk.not_found", NoRecord());
  ExplainMissing(problem, Sought::kRecord, input);
  throw problem;
}

}  // namespace

Task<Output> CreateRecord(Client client, const Input& input) {
  RecordBody body = BuildRecordBody(input, RecordWrite::kCreate);
  try {
    const RecordAnswer answer =
        co_await client.CreateRecord(*input.Text("object_type"), std::move(body.json));
    co_return MakeOutput(input, answer, std::move(body.warnings));
  } catch (Problem& problem) {
    ExplainMissing(problem, Sought::kObject, input);
    if (problem.retry == Problem::Retry::kUnknownOutcome && input.Has("external_id"))
      problem.sentences.push_back(
          Message("Whether the record exists can be seen by its external ID."));
    throw;
  }
}

Task<Output> UpdateRecord(Client client, const Input& input) {
  RecordBody body = BuildRecordBody(input, RecordWrite::kUpdate);
  std::string id(input.Text("record_id").value_or(""));
  if (id.empty()) id = co_await FindByExternalId(client, input);
  try {
    const RecordAnswer answer =
        co_await client.UpdateRecord(*input.Text("object_type"), id, std::move(body.json));
    co_return MakeOutput(input, answer, std::move(body.warnings));
  } catch (Problem& problem) {
    ExplainMissing(problem, Sought::kRecord, input);
    throw;
  }
}

}  // namespace zendesk::tasks
