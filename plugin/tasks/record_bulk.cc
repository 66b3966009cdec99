// SPDX-License-Identifier: Apache-2.0
// The same bodies as one by one, and the same outputs. A job is for the records of one object.
#include "plugin/tasks/record_bulk.h"

#include <fmt/format.h>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/earlier_record.h"
#include "plugin/tasks/external_id.h"
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

void Take(BatchItem& item, RecordBody body) {
  item.json = WithoutName(body.json);
  item.warnings = std::move(body.warnings);
}

// A repeated creation has to be looked for first, which a job cannot.
std::optional<std::string> PlanCreation(BatchItem& item, const std::string& mark) {
  const Input& input = item.input();
  item.external_id = ExternalIdFor(input, mark);
  if (!IsListable(item.external_id) || item.work().is_repeated) return std::nullopt;
  Take(item, BuildRecordBody(input, RecordWrite::kCreate, item.external_id));
  return std::string(*input.Text("object_type"));
}

std::optional<std::string> PlanUpdate(BatchItem& item, const std::string&) {
  const Input& input = item.input();
  item.id = input.Text("record_id").value_or("");
  item.external_id = item.id.empty() ? *input.Text("external_id") : std::string_view();
  if (item.id.empty() && !IsListable(item.external_id)) return std::nullopt;
  item.effect = Effect::kIdempotentWrite;
  Take(item, BuildRecordBody(input, RecordWrite::kUpdate, ""));
  return std::string(*input.Text("object_type"));
}

Task<Job> Start(Client& client, std::string_view object, std::string_view action,
                std::string_view list, Effect effect) {
  return client.RunRecordJob(
      object, fmt::format(R"({{"job":{{"action":"{}","items":{}}}}})", action, list), effect);
}

Task<Job> StartCreation(Client& client, const std::string& object, const std::string& list,
                        Effect effect) {
  return Start(client, object, "create", list, effect);
}

Task<Job> StartUpdate(Client& client, const std::string& object, const std::string& list,
                      Effect effect) {
  return Start(client, object, "update", list, effect);
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
Task<std::string> ResolveItems(Client& client, std::string object, BatchItems items,
                               RecordWrite write) {
  for (BatchItem* item : items) {
    if (!item->is_open()) continue;
    try {
      object = co_await ResolveObject(client, item->input());
      std::vector<task_plugin::Warning> warnings;
      const ResolvedAttributes attributes =
          co_await ResolveAttributes(client, item->input(), object, warnings);
      const bool is_new = write == RecordWrite::kCreate;
      RecordBody body = BuildRecordBody(
          item->input(), write, is_new ? std::string_view(item->external_id) : "", attributes);
      body.warnings.insert(body.warnings.end(), warnings.begin(), warnings.end());
      Take(*item, std::move(body));
    } catch (const task_plugin::Error&) {
      item->Fail(std::current_exception(), client.cost());
    } catch (const Problem& problem) {
      if (problem.kind != Problem::Kind::kPermissionDenied &&
          problem.kind != Problem::Kind::kNotFound)
        throw;
      item->Fail(problem, client.cost());
    }
  }
  co_return object;
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
  const std::string object =
      co_await ResolveItems(client, std::move(group), items, RecordWrite::kUpdate);
  std::erase_if(items, [](const BatchItem* item) { return !item->is_open(); });
  co_await FindIds(client, object, std::move(items));
  co_return object;
}

Task<Finding> LookForCreation(Client& client, std::string object, BatchItem& item) {
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

Task<void> Show(Client& client, std::string object, BatchItems items) {
  const auto shown = co_await TryRead(client.ShowRecords(object, IdsOf(items)));
  CompleteShown(
      items, shown,
      [&client](const BatchItem& item, const RecordAnswer& answer) {
        return MakeRecordOutput(item.input(), client, answer, item.warnings);
      },
      [&client](const BatchItem& item) {
        return MakeBareRecordOutput(item.input(), client, item.id, item.external_id, item.warnings);
      });
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
    .explain = ExplainCreation,
    .ids_are_numbers = false,
};

constinit const BulkForm kUpdateRecords = {
    .plan = PlanUpdate,
    .prepare = PrepareUpdate,
    .start = StartUpdate,
    .look = LookForUpdate,
    .show = Show,
    .explain = ExplainUpdate,
    .ids_are_numbers = false,
};

}  // namespace zendesk::tasks
