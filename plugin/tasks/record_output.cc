// SPDX-License-Identifier: Apache-2.0
// The same members whatever is known, so that a next step finds them.
#include "plugin/tasks/record_output.h"

#include <chrono>
#include <tuple>

#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/refusal.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

Message NoRecord() {
  return Message("Zendesk does not find the record.");
}

void WriteCreated(ObjectWriter& writer, std::optional<bool> created) {
  if (created) return writer.Boolean("created", *created);
  writer.Object("created", {});
}

}  // namespace

std::optional<bool> WasMade(const Client& client, const RecordAnswer& answer) {
  constexpr int kCreated = 201;
  constexpr std::chrono::seconds kRounding(2);
  if (answer.status == kCreated) return true;
  const auto& [made_at, changed_at, now] = std::tie(
      answer.reply.made_at_unix_ms, answer.reply.changed_at_unix_ms, answer.answered_at_unix_ms);
  if (!made_at || !changed_at || !now) return std::nullopt;
  const std::chrono::milliseconds age(*now - *made_at);
  const auto since = std::chrono::steady_clock::now() - client.last_write();
  return *made_at == *changed_at && age <= since + kRounding;
}

Output MakeRecordOutput(const Input& input, const Client& client, const RecordAnswer& answer,
                        std::optional<bool> created, std::vector<Warning> warnings,
                        const Asked& asked) {
  TellDifferences(input, asked, answer.body, answer.reply, {"record_id", answer.reply.id},
                  warnings);
  ObjectWriter writer(answer.reply.size + 512);
  writer.Text("id", answer.reply.id);
  writer.TextOrNull("url", answer.reply.url);
  writer.TextOrNull("external_id", answer.reply.external_id);
  writer.TextOrNull("name", answer.reply.name);
  WriteCreated(writer, created);
  WriteAnswer(input, writer, "record", answer.json(), answer.reply, warnings);
  return FinishOutput(input, writer, std::move(warnings), answer.dropped, client.cost());
}

Output MakeBareRecordOutput(const Input& input, const Client& client, const std::string& id,
                            const std::string& external_id, std::optional<bool> created,
                            std::vector<Warning> warnings) {
  ObjectWriter writer;
  writer.Text("id", id);
  writer.TextOrNull("url", std::nullopt);
  writer.TextOrNull("external_id",
                    external_id.empty() ? std::nullopt : std::optional<std::string>(external_id));
  writer.TextOrNull("name", std::nullopt);
  WriteCreated(writer, created);
  writer.Object("record", {});
  return FinishOutput(input, writer, std::move(warnings), Dropped(), client.cost());
}

Warning RecordFound(const Input& input) {
  return {"record_found",
          input.Say("The record was created, though Zendesk's answer to that was lost; it was "
                    "found by its external ID."),
          "/external_id"};
}

void ExplainMissingRecord(Problem& problem, Sought sought, const Input& input) {
  if (problem.code != "zendesk.not_found") return;
  std::string field = "object_type";
  std::string told;
  if (sought == Sought::kObject || problem.zendesk_name == "CustomObjectNotFound") {
    problem.code = "zendesk.object_not_found";
    problem.sentences = {Message("Zendesk does not find the custom object.")};
    told = input.Say(
        "There is no custom object with this key, or the user of the connection may not see it.");
  } else {
    problem.code = "zendesk.record_not_found";
    problem.sentences = {NoRecord()};
    field = input.Text("record_id") ? "record_id" : "external_id";
    told = input.Say(
        "There is no such record in this custom object, or the user of the connection may not see "
        "it.");
  }
  problem.fields.push_back(Complaint(std::move(field), "RecordNotFound", std::move(told)));
}

Problem NoSuchRecord(const Input& input) {
  Problem problem(Problem::Kind::kNotFound, "zendesk.not_found", NoRecord());
  ExplainMissingRecord(problem, Sought::kRecord, input);
  return problem;
}

}  // namespace zendesk::tasks
