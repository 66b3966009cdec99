// SPDX-License-Identifier: Apache-2.0
// The same bodies as one by one, and the same outputs. A job is for the records of one object.
#include "plugin/tasks/record_bulk.h"

#include <fmt/format.h>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/earlier_record.h"
#include "plugin/tasks/external_id.h"
#include "plugin/tasks/job_refusal.h"
#include "plugin/tasks/names_lookup.h"
#include "plugin/tasks/names_record.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/tasks/record_body.h"
#include "plugin/tasks/record_output.h"
#include "plugin/tasks/shown.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;

// In a list of them Zendesk would end one there.
bool IsListable(std::string_view external_id) {
  return !external_id.empty() && external_id.find(',') == external_id.npos;
}

// What the items of one job have in common. As text: the object, and behind a line feed the action
// if that is not the form's own.
constexpr char kBeforeAction = '\n';

std::string_view ObjectOfGroup(std::string_view group) {
  return group.substr(0, group.find(kBeforeAction));
}

std::string_view ActionOfGroup(std::string_view group, std::string_view usual) {
  const size_t end = group.find(kBeforeAction);
  return end == group.npos ? usual : group.substr(end + 1);
}

std::string WithObject(std::string_view group, std::string_view object) {
  const size_t end = group.find(kBeforeAction);
  return fmt::format("{}{}", object, end == group.npos ? std::string_view() : group.substr(end));
}

void Take(BatchItem& item, RecordBody body) {
  item.json = WithoutName(body.json);
  item.warnings = std::move(body.warnings);
}

RecordWrite WriteOf(const BatchItem& item, RecordWrite usual) {
  return KeyOfUpsert(item.input()) ? RecordWrite::kUpsert : usual;
}

// Done twice it leaves the same. Two that write the same record never share a job.
std::string PlanUpsert(BatchItem& item, const RecordKey& key) {
  const Input& input = item.input();
  item.effect = Effect::kIdempotentWrite;
  if (key.by == "name") {
    item.name_in_job = key.value;
  } else {
    item.external_id = key.value;
  }
  Take(item, BuildRecordBody(input, RecordWrite::kUpsert, ""));
  return fmt::format("{}{}create_or_update_by_{}", *input.Text("object_type"), kBeforeAction,
                     key.by);
}

// A repeated creation has to be looked for first, which a job cannot.
std::optional<std::string> PlanCreation(BatchItem& item, const std::string& mark) {
  const Input& input = item.input();
  if (const auto key = KeyOfUpsert(input)) return PlanUpsert(item, *key);
  item.external_id = ExternalIdFor(input, mark);
  if (!IsListable(item.external_id) || item.work().is_repeated) return std::nullopt;
  Take(item, BuildRecordBody(input, RecordWrite::kCreate, item.external_id));
  return std::string(*input.Text("object_type"));
}

std::optional<std::string> PlanUpdate(BatchItem& item, const std::string&) {
  const Input& input = item.input();
  if (const auto key = KeyOfUpsert(input)) return PlanUpsert(item, *key);
  item.id = input.Text("record_id").value_or("");
  if (!item.id.empty() && !IsRecordId(item.id)) return std::nullopt;  // it has to be found first
  item.external_id = item.id.empty() ? *input.Text("external_id") : std::string_view();
  if (item.id.empty() && !IsListable(item.external_id)) return std::nullopt;
  item.effect = Effect::kIdempotentWrite;
  Take(item, BuildRecordBody(input, RecordWrite::kUpdate, ""));
  return std::string(*input.Text("object_type"));
}

Task<Job> Start(Client& client, std::string_view group, std::string_view usual,
                std::string_view list, Effect effect) {
  const std::string_view action = ActionOfGroup(group, usual);
  return client.RunRecordJob(ObjectOfGroup(group),
                             fmt::format(R"({{"job":{{"action":"{}","items":{}}}}})", action, list),
                             effect);
}

Task<Job> StartCreation(Client& client, const std::string& group, const std::string& list,
                        Effect effect) {
  return Start(client, group, "create", list, effect);
}

Task<Job> StartUpdate(Client& client, const std::string& group, const std::string& list,
                      Effect effect) {
  return Start(client, group, "update", list, effect);
}

// Addresses of some kilobytes are safe with any server in between.
std::vector<BatchItems> InShortLists(const BatchItems& items) {
  constexpr size_t kLongest = 2000;
  std::vector<BatchItems> lists;
  size_t length = kLongest;
  for (BatchItem* item : items) {
    if (!item->id.empty()) continue;
    length += item->external_id.size() + 1;
    if (length > kLongest) {
      lists.emplace_back();
      length = item->external_id.size();
    }
    lists.back().push_back(item);
  }
  return lists;
}

Task<std::vector<FoundRecord>> FindAll(Client& client, const BatchItem& item, std::string object,
                                       std::vector<std::string> external_ids) {
  try {
    co_return co_await BeforeWriting(
        client.FindRecords(std::move(object), std::move(external_ids)));
  } catch (Problem& problem) {
    ExplainMissingRecord(problem, Sought::kObject, item.input());
    throw;
  }
}

// One whose object or attributes are at fault, or which the caller may not read, ends by itself.
// The object's key; what the input says when no item is left.
Task<std::string> ResolveItems(Client& client, std::string group, BatchItems items,
                               RecordWrite usual) {
  std::string object(ObjectOfGroup(group));
  for (BatchItem* item : items) {
    if (!item->is_open()) continue;
    try {
      object = co_await ResolveObject(client, item->input());
      co_await RequireNames(client, item->input(), object);
      std::vector<task_plugin::Warning> warnings;
      const ResolvedAttributes attributes =
          co_await ResolveAttributes(client, item->input(), object, warnings);
      const RecordWrite write = WriteOf(*item, usual);
      const bool is_new = write == RecordWrite::kCreate;
      RecordBody body = BuildRecordBody(
          item->input(), write, is_new ? std::string_view(item->external_id) : "", attributes);
      body.warnings.insert(body.warnings.end(), warnings.begin(), warnings.end());
      Take(*item, std::move(body));
      item->places = PlacesOf(item->input(), attributes);
    } catch (const task_plugin::Error&) {
      item->Fail(std::current_exception(), client.cost());
    } catch (const Problem& problem) {
      if (problem.kind != Problem::Kind::kPermissionDenied &&
          problem.kind != Problem::Kind::kNotFound)
        throw;
      item->Fail(problem, client.cost());
    }
  }
  co_return WithObject(group, object);
}

Task<std::string> PrepareCreation(Client& client, std::string object, BatchItems items) {
  return ResolveItems(client, std::move(object), std::move(items), RecordWrite::kCreate);
}

// A job changes records by their ids.
Task<void> FindIds(Client& client, std::string object, BatchItems items) {
  for (const BatchItems& list : InShortLists(items)) {
    std::vector<std::string> external_ids;
    for (const BatchItem* item : list) external_ids.push_back(item->external_id);
    const auto found = co_await FindAll(client, *list.front(), object, std::move(external_ids));
    for (const FoundRecord& record : found) {
      for (BatchItem* item : list) {
        if (item->external_id == record.external_id) item->id = record.id;
      }
    }
    for (BatchItem* item : list) {
      if (item->id.empty()) item->Fail(NoSuchRecord(item->input()), client.cost());
    }
  }
}

Task<std::string> PrepareUpdate(Client& client, std::string group, BatchItems items) {
  group = co_await ResolveItems(client, std::move(group), items, RecordWrite::kUpdate);
  std::erase_if(
      items, [](const BatchItem* item) { return !item->is_open() || KeyOfUpsert(item->input()); });
  std::string object(ObjectOfGroup(group));
  co_await FindIds(client, std::move(object), std::move(items));
  co_return group;
}

Task<Finding> LookForCreation(Client& client, std::string object, BatchItem& item) {
  if (item.effect == Effect::kIdempotentWrite) co_return Finding::kAbsent;
  const RecordSighting sighting =
      co_await LookForRecord(client, std::move(object), item.external_id, client.last_write());
  if (!sighting.is_certain) co_return Finding::kUnknown;
  if (!sighting.ours) co_return Finding::kAbsent;
  item.id = *sighting.ours;
  item.warnings.push_back(RecordFound(item.input()));
  co_return Finding::kDone;
}

Task<Finding> LookForUpdate(Client&, std::string, BatchItem&) {
  co_return Finding::kAbsent;  // done twice it is the same
}

// By `answer`, which may be null.
std::optional<bool> WasCreated(const Client& client, const BatchItem& item,
                               const RecordAnswer* answer) {
  if (!KeyOfUpsert(item.input())) return item.effect == Effect::kWrite;
  return answer != nullptr ? WasMade(client, *answer) : std::nullopt;
}

Task<void> Show(Client& client, std::string group, BatchItems items) {
  const auto shown = co_await TryRead(client.ShowRecords(ObjectOfGroup(group), IdsOf(items)));
  CompleteShown(
      items, shown, client.cost(),
      [&client](const BatchItem& item, const RecordAnswer& answer) {
        return MakeRecordOutput(item.input(), client, answer, WasCreated(client, item, &answer),
                                item.warnings, Asked(item.json, item.places));
      },
      [&client](const BatchItem& item) {
        return MakeBareRecordOutput(item.input(), client, item.id, item.external_id,
                                    WasCreated(client, item, nullptr), item.warnings);
      });
}

Task<void> FindFields(Client client, const std::string& group, const BatchItem& item,
                      Problem& refusal) {
  std::string object(ObjectOfGroup(group));
  return FindRecordFields(std::move(client), std::move(object), item, refusal);
}

void ExplainCreation(Problem& problem, const BatchItem& item) {
  ExplainMissingRecord(problem, Sought::kObject, item.input());
}

void ExplainUpdate(Problem& problem, const BatchItem& item) {
  ExplainMissingRecord(problem, Sought::kRecord, item.input());
}

}  // namespace

constinit const BulkForm kCreateRecords = {
    .plan = PlanCreation,
    .prepare = PrepareCreation,
    .start = StartCreation,
    .look = LookForCreation,
    .show = Show,
    .find_fields = FindFields,
    .explain = ExplainCreation,
    .ids_are_numbers = false,
};

constinit const BulkForm kUpdateRecords = {
    .plan = PlanUpdate,
    .prepare = PrepareUpdate,
    .start = StartUpdate,
    .look = LookForUpdate,
    .show = Show,
    .find_fields = FindFields,
    .explain = ExplainUpdate,
    .ids_are_numbers = false,
};

}  // namespace zendesk::tasks
