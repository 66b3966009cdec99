// SPDX-License-Identifier: Apache-2.0
// Straight-line code: build, find, send, read.
#include "plugin/tasks/record.h"

#include <chrono>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/record_body.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

Output MakeOutput(const Input& input, const Client& client, const RecordAnswer& answer,
                  std::vector<Warning> warnings) {
  ObjectWriter writer(answer.reply.size + 512);
  writer.Text("id", answer.reply.id);
  writer.TextOrNull("url", answer.reply.url);
  writer.TextOrNull("external_id", answer.reply.external_id);
  writer.TextOrNull("name", answer.reply.name);
  WriteAnswer(input, writer, "record", answer.json(), answer.reply, warnings);
  return FinishOutput(input, writer, std::move(warnings), answer.dropped, client.cost());
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
  std::optional<FoundRecord> found;
  try {
    found = co_await BeforeWriting(client.FindRecord(std::move(object), std::move(external_id)));
  } catch (Problem& problem) {
    ExplainMissing(problem, Sought::kObject, input);
    throw;
  }
  if (found) co_return std::move(found->id);
  Problem problem(Problem::Kind::kNotFound, "zendesk.not_found", NoRecord());
  ExplainMissing(problem, Sought::kRecord, input);
  throw problem;
}

// A record with the input's external ID, after an attempt to make one whose outcome nobody knows.
struct Sighting {
  std::optional<std::string> ours;  // made since that attempt, so by it: external IDs are unique
  bool exists = false;              // there is one, whoever made it
  bool is_certain = false;          // there is none, or one from before
};

Task<Sighting> LookFor(Client& client, const Input& input, std::chrono::milliseconds oldest) {
  std::string object(*input.Text("object_type"));
  std::string external_id(*input.Text("external_id"));
  Sighting sighting;
  const auto answer =
      co_await TryRead(client.FindRecord(std::move(object), std::move(external_id)));
  if (!answer) co_return sighting;
  const std::optional<FoundRecord>& found = *answer;
  sighting.exists = found.has_value();
  const bool is_dated = found && found->made_at_unix_ms && found->asked_at_unix_ms;
  sighting.is_certain = !found || is_dated;
  if (!is_dated) co_return sighting;
  // Both by Zendesk's clock, in whole seconds.
  constexpr std::chrono::seconds kRounding(2);
  const std::chrono::milliseconds age(*found->asked_at_unix_ms - *found->made_at_unix_ms);
  if (age <= oldest + kRounding) sighting.ours = found->id;
  co_return sighting;
}

Output MakeBareOutput(const Input& input, const Client& client, const std::string& id,
                      std::vector<Warning> warnings) {
  ObjectWriter writer;
  writer.Text("id", id);
  writer.TextOrNull("url", std::nullopt);
  writer.Text("external_id", *input.Text("external_id"));
  writer.TextOrNull("name", std::nullopt);
  writer.Object("record", {});
  return FinishOutput(input, writer, std::move(warnings), Dropped(), client.cost());
}

// The end of a creation whose answer was lost: well, whatever becomes of a look at the record.
Task<Output> ShowMade(Client& client, const Input& input, const std::string& id) {
  std::vector<Warning> warnings;
  warnings.push_back({"record_found",
                      input.Say("The record was created, though Zendesk's answer to that was lost; "
                                "it was found by its external ID."),
                      "/external_id"});
  const auto answer = co_await TryRead(client.ShowRecord(*input.Text("object_type"), id));
  if (!answer) co_return MakeBareOutput(input, client, id, std::move(warnings));
  co_return MakeOutput(input, client, *answer, std::move(warnings));
}

void AddExternalId(Problem& problem, const Input& input) {
  if (!input.Text("external_id")) return;
  problem.sentences.push_back(Message("Whether the record exists can be seen by its external ID."));
  problem.handles.push_back({"external_id", std::string(*input.Text("external_id"))});
}

// A record that another run of the same work may have made.
Task<std::optional<Output>> FindEarlier(Client& client, const Input& input) {
  if (!client.work().is_repeated) co_return std::nullopt;
  Sighting sighting;
  if (input.Text("external_id")) {
    constexpr std::chrono::minutes kLargestSkew(5);
    const auto age = client.work().age;
    const auto oldest = age ? *age + kLargestSkew : std::chrono::milliseconds(0);
    sighting = co_await LookFor(client, input, oldest);
    if (!age && sighting.exists) sighting = Sighting();
  }
  if (sighting.ours) co_return co_await ShowMade(client, input, *sighting.ours);
  if (sighting.is_certain) co_return std::nullopt;
  Problem problem =
      OutcomeUnknown(Message("An earlier attempt may have created this record, and nothing tells "
                             "whether it did. Nothing was sent this time."));
  AddExternalId(problem, input);
  throw problem;
}

}  // namespace

Task<Output> CreateRecord(Client client, const Input& input) {
  if (auto earlier = co_await FindEarlier(client, input)) co_return *std::move(earlier);
  for (int writes = 1;; ++writes) {
    RecordBody body = BuildRecordBody(input, RecordWrite::kCreate);
    std::optional<Problem> problem;
    try {
      const RecordAnswer answer =
          co_await client.CreateRecord(*input.Text("object_type"), std::move(body.json));
      co_return MakeOutput(input, client, answer, std::move(body.warnings));
    } catch (Problem& thrown) {
      problem.emplace(std::move(thrown));
    }
    if (IsUnclear(*problem) && input.Text("external_id")) {
      const auto since_write = std::chrono::ceil<std::chrono::milliseconds>(
          std::chrono::steady_clock::now() - client.last_write());
      const Sighting sighting = co_await LookFor(client, input, since_write);
      if (sighting.ours) co_return co_await ShowMade(client, input, *sighting.ours);
      const bool is_absent = sighting.is_certain && !MayComeLater(*problem);
      if (is_absent && writes < kMostWrites && co_await client.AwaitAnother(*problem)) continue;
      AddExternalId(*problem, input);
    }
    ExplainMissing(*problem, Sought::kObject, input);
    throw *std::move(problem);
  }
}

Task<Output> UpdateRecord(Client client, const Input& input) {
  RecordBody body = BuildRecordBody(input, RecordWrite::kUpdate);
  std::string id(input.Text("record_id").value_or(""));
  if (id.empty()) id = co_await FindByExternalId(client, input);
  try {
    const RecordAnswer answer =
        co_await client.UpdateRecord(*input.Text("object_type"), id, std::move(body.json));
    co_return MakeOutput(input, client, answer, std::move(body.warnings));
  } catch (Problem& problem) {
    ExplainMissing(problem, Sought::kRecord, input);
    throw;
  }
}

}  // namespace zendesk::tasks
