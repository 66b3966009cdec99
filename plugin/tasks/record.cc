// SPDX-License-Identifier: Apache-2.0
// Straight-line code: build, find, send, read.
#include "plugin/tasks/record.h"

#include <chrono>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/check.h"
#include "plugin/tasks/earlier_record.h"
#include "plugin/tasks/external_id.h"
#include "plugin/tasks/names_lookup.h"
#include "plugin/tasks/names_record.h"
#include "plugin/tasks/open_job.h"
#include "plugin/tasks/record_body.h"
#include "plugin/tasks/record_output.h"
#include "plugin/tasks/unclear.h"

namespace zendesk::tasks {
namespace {

using std::chrono::steady_clock;
using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Warning;

Task<std::string> FindByExternalId(Client& client, const Input& input, std::string object) {
  std::string external_id(*input.Text("external_id"));
  std::optional<FoundRecord> found;
  try {
    found = co_await BeforeWriting(client.FindRecord(std::move(object), std::move(external_id)));
  } catch (Problem& problem) {
    ExplainMissingRecord(problem, Sought::kObject, input);
    throw;
  }
  if (found) co_return std::move(found->id);
  throw NoSuchRecord(input);
}

Task<std::string> FindRecord(Client& client, const Input& input, std::string object) {
  const auto given = input.Text("record_id");
  if (!given) co_return co_await FindByExternalId(client, input, std::move(object));
  NamePlace place;
  place.name = *given;
  place.pointer = "/record_id";
  place.title = input.Title("record_id");
  std::vector<task_plugin::Fault> faults;
  std::string id;
  try {
    id = co_await ResolveRecord(client, std::move(object), place, input, faults);
  } catch (Problem& problem) {
    ExplainMissingRecord(problem, Sought::kObject, input);
    throw;
  }
  ThrowIfAny(std::move(faults), input);
  co_return id;
}

// The end of a creation whose answer was lost: well, whatever becomes of a look at the record.
Task<Output> ShowMade(Client& client, const Input& input, const std::string& object,
                      const std::string& id, const std::string& external_id) {
  std::vector<Warning> warnings;
  warnings.push_back(RecordFound(input));
  const auto answer = co_await TryRead(client.ShowRecord(object, id));
  if (!answer)
    co_return MakeBareRecordOutput(input, client, id, external_id, true, std::move(warnings));
  co_return MakeRecordOutput(input, client, *answer, true, std::move(warnings));
}

void AddExternalId(Problem& problem, const std::string& external_id) {
  if (external_id.empty()) return;
  problem.sentences.push_back(Message("Whether the record exists can be seen by its external ID."));
  problem.handles.push_back({"external_id", external_id});
}

// What a creation has made that was sent at `sent` or later. Not certain when there is no time to
// see.
Task<RecordSighting> LookFor(Client& client, const std::string& object,
                             const std::string& external_id, bool may_show_late,
                             steady_clock::time_point sent) {
  const auto look = [&client, &object, &external_id, sent] {
    return LookForRecord(client, object, external_id, sent);
  };
  return LookAgain<RecordSighting>(client, may_show_late, look, [](const RecordSighting& sighting) {
    return !sighting.ours && sighting.is_certain;
  });
}

// A record that another run of the same work may have made.
Task<std::optional<Output>> FindEarlier(Client& client, const Input& input,
                                        const std::string& object, const std::string& external_id) {
  if (!client.work().is_repeated) co_return std::nullopt;
  RecordSighting sighting;
  if (!external_id.empty()) {
    co_await RequireNoOpenJob(client, "Record");
    constexpr std::chrono::minutes kLargestSkew(5);
    const auto age = client.work().age;
    const auto now = steady_clock::now();
    const auto sent = age ? now - *age - kLargestSkew : now;
    sighting = co_await LookFor(client, object, external_id, client.work().may_show_late(), sent);
    if (!age && sighting.exists) sighting = RecordSighting();
  }
  if (sighting.ours)
    co_return co_await ShowMade(client, input, object, *sighting.ours, external_id);
  if (sighting.is_certain) co_return std::nullopt;
  Problem problem =
      OutcomeUnknown(Message("An earlier attempt may have created this record, and nothing tells "
                             "whether it did. Nothing was sent this time."));
  AddExternalId(problem, external_id);
  throw problem;
}

// Done twice it leaves the same, so nothing has to be looked for.
Task<Output> Upsert(Client& client, const Input& input, RecordKey key) {
  const std::string object = co_await ResolveObject(client, input);
  co_await RequireNames(client, input, object);
  std::vector<Warning> warnings;
  const ResolvedAttributes attributes = co_await ResolveAttributes(client, input, object, warnings);
  RecordBody body = BuildRecordBody(input, RecordWrite::kUpsert, std::string(), attributes);
  body.warnings.insert(body.warnings.end(), warnings.begin(), warnings.end());
  const Asked asked(WithoutName(body.json), PlacesOf(input, attributes));
  try {
    const RecordAnswer answer =
        co_await client.UpsertRecord(object, key.by, key.value, std::move(body.json));
    const auto created = WasMade(client, answer);
    co_return MakeRecordOutput(input, client, answer, created, std::move(body.warnings), asked);
  } catch (Problem& problem) {
    ExplainMissingRecord(problem, Sought::kObject, input);
    throw;
  }
}

}  // namespace

Task<Output> CreateRecord(Client client, const Input& input) {
  if (const auto key = KeyOfUpsert(input)) co_return co_await Upsert(client, input, *key);
  const std::string external_id = ExternalIdFor(input, client.Mark());
  const std::string object = co_await ResolveObject(client, input);
  if (auto earlier = co_await FindEarlier(client, input, object, external_id))
    co_return *std::move(earlier);
  std::vector<Warning> warnings;
  const ResolvedAttributes attributes = co_await ResolveAttributes(client, input, object, warnings);
  for (int writes = 1;; ++writes) {
    RecordBody body = BuildRecordBody(input, RecordWrite::kCreate, external_id, attributes);
    body.warnings.insert(body.warnings.end(), warnings.begin(), warnings.end());
    const Asked asked(WithoutName(body.json), PlacesOf(input, attributes));
    std::optional<Problem> problem;
    try {
      const RecordAnswer answer = co_await client.CreateRecord(object, std::move(body.json));
      co_return MakeRecordOutput(input, client, answer, true, std::move(body.warnings), asked);
    } catch (Problem& thrown) {
      problem.emplace(std::move(thrown));
    }
    if (IsUnclear(*problem) && !external_id.empty()) {
      const RecordSighting sighting =
          co_await LookFor(client, object, external_id, MayShowLate(*problem), client.last_write());
      if (sighting.ours)
        co_return co_await ShowMade(client, input, object, *sighting.ours, external_id);
      const bool is_absent = sighting.is_certain && !MayComeLater(*problem);
      bool goes_on = false;
      if (is_absent && writes < kMostWrites) goes_on = co_await client.AwaitAnother(*problem);
      if (goes_on) continue;
      AddExternalId(*problem, external_id);
    }
    ExplainMissingRecord(*problem, Sought::kObject, input);
    throw *std::move(problem);
  }
}

Task<Output> UpdateRecord(Client client, const Input& input) {
  if (const auto key = KeyOfUpsert(input)) co_return co_await Upsert(client, input, *key);
  const std::string object = co_await ResolveObject(client, input);
  std::vector<Warning> warnings;
  const ResolvedAttributes attributes = co_await ResolveAttributes(client, input, object, warnings);
  RecordBody body = BuildRecordBody(input, RecordWrite::kUpdate, std::string(), attributes);
  body.warnings.insert(body.warnings.end(), warnings.begin(), warnings.end());
  const std::string id = co_await FindRecord(client, input, object);
  try {
    const Asked asked(WithoutName(body.json), PlacesOf(input, attributes));
    RecordAnswer answer;
    if (NamesNothing(body.json)) {
      answer = co_await client.ShowRecord(object, id);
    } else {
      answer = co_await client.UpdateRecord(object, id, std::move(body.json));
    }
    co_return MakeRecordOutput(input, client, answer, false, std::move(body.warnings), asked);
  } catch (Problem& problem) {
    ExplainMissingRecord(problem, Sought::kRecord, input);
    throw;
  }
}

}  // namespace zendesk::tasks
