// SPDX-License-Identifier: Apache-2.0
// The six actions. Records are named by their id or by a key of the item, as the action says.
#include "record_jobs.h"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "body.h"
#include "custom_objects.h"
#include "errors.h"
#include "job_answer.h"
#include "record_write.h"

namespace sandbox {
namespace {

enum class Key { kNone, kId, kExternalId, kName };
enum class Effect { kCreate, kUpdate, kUpsert, kDelete };

struct Action {
  std::string_view name;
  Effect effect;
  Key key;
  std::string_view type, verb;
};

constexpr std::array<Action, 6> kActions{{
    {"create", Effect::kCreate, Key::kNone, "Bulk Create Custom Object Record", "Creating record"},
    {"update", Effect::kUpdate, Key::kId, "Bulk Update Custom Object Record", "Updating record"},
    {"delete", Effect::kDelete, Key::kId, "Bulk Delete Custom Object Record", "Deleting record"},
    {"delete_by_external_id", Effect::kDelete, Key::kExternalId, "Bulk Delete Custom Object Record",
     "Deleting record"},
    {"create_or_update_by_external_id", Effect::kUpsert, Key::kExternalId,
     "Bulk Upsert Custom Object Record", "Writing record"},
    {"create_or_update_by_name", Effect::kUpsert, Key::kName, "Bulk Upsert Custom Object Record",
     "Writing record"},
}};

// What the items of one job have in common. They outlive the request.
struct Batch {
  Account& account;
  Id caller_id;
  std::string object_key;
  const Action& action;
  JsonDocument body{};

  CustomObject& object() const { return account.custom_objects.at(object_key); }
};

// The text that names the record of an item; empty when it does not say.
std::string key_text(const Action& action, const Json& item) {
  if (item.IsString()) return std::string(text_of(item));
  const char* name = action.key == Key::kId           ? "id"
                     : action.key == Key::kExternalId ? "external_id"
                                                      : "name";
  const Json* value = member(item, name);
  return value && value->IsString() ? std::string(text_of(*value)) : std::string();
}

const CustomObjectRecord* find(const CustomObject& object, Key key, const std::string& text) {
  if (key == Key::kExternalId) return object.find_record_by_external_id(text);
  if (key == Key::kName) return object.find_record_by_name(text);
  const auto found = object.records.find(text);
  return found == object.records.end() ? nullptr : &found->second;
}

std::string success(const Batch& batch, std::size_t index, std::string_view status,
                    std::string_view id, const std::optional<std::string>& external_id) {
  JsonWriter json;
  json.begin_object().field("index", index).field("id", id);
  json.field("external_id", external_id).field("action", batch.action.name);
  json.field("success", true).field("status", status).end_object();
  return json.text();
}

std::string write(const Batch& batch, const JobResult& result, const CustomObjectRecord* before,
                  const Json& item) {
  CustomObject& object = batch.object();
  const User& caller = batch.account.users.at(batch.caller_id);
  const RecordOutcome outcome =
      before ? update_record(batch.account, caller, object, object.records.at(before->id), item)
             : create_record(batch.account, caller, object, item, {});
  if (outcome.refusal) return result.failure(*outcome.refusal);
  return success(batch, result.index, before ? "Updated" : "Created", outcome.record->id,
                 outcome.record->external_id);
}

std::string carry_out(const Batch& batch, std::size_t index, const Json& item) {
  const Action& action = batch.action;
  const bool is_delete = action.effect == Effect::kDelete;
  const std::string key = key_text(action, item);
  JobResult result{index, action.name, {}};
  if (is_delete ? !item.IsString() : !item.IsObject()) {
    return result.failure(named_error(400, "ParameterInvalid", "The item has the wrong type"));
  }
  if (action.key != Key::kNone && key.empty()) {
    return result.failure(parameter_missing(action.key == Key::kName         ? "name"
                                            : action.key == Key::kExternalId ? "external_id"
                                                                             : "id"));
  }
  const CustomObjectRecord* record =
      action.key == Key::kNone ? nullptr : find(batch.object(), action.key, key);
  if (record) result.id = json_text(record->id);
  if (!record && action.effect != Effect::kCreate && action.effect != Effect::kUpsert) {
    return result.failure(record_not_found());
  }
  if (!is_delete) return write(batch, result, record, item);
  const std::string id = record->id;
  const auto external_id = record->external_id;
  delete_record(batch.account, batch.object_key, id);
  return success(batch, index, "Deleted", id, external_id);
}

const Action* find_action(const Json& job, const CustomObject& object, Response& problem) {
  const Json* name = member(job, "action");
  const auto found = std::find_if(kActions.begin(), kActions.end(), [&](const Action& action) {
    return name && name->IsString() && text_of(*name) == action.name;
  });
  if (found == kActions.end()) {
    problem = named_error(400, "ParameterInvalid", "Parameter action is not one of the six");
    return nullptr;
  }
  if (found->key == Key::kName && !object.name_rule.is_unique) {
    problem = named_error(400, "BadRequest", "The names of this object are not unique");
    return nullptr;
  }
  return &*found;
}

}  // namespace

Response run_record_job(const Call& call) {
  Response problem;
  JsonDocument document;
  const CustomObject* object = find_custom_object(call, problem);
  const Json* job = object ? object_of_body(call.request, "job", document, problem) : nullptr;
  const Action* action = job ? find_action(*job, *object, problem) : nullptr;
  const Json* items = action ? job_items(*job, "items", problem) : nullptr;
  if (!items) return problem;
  // The items stay where they are when their document moves.
  const auto batch = std::make_shared<Batch>(
      Batch{call.account, call.caller.id, object->key, *action, std::move(document)});
  std::vector<JobItem> work;
  for (rapidjson::SizeType i = 0; i < items->Size(); ++i) {
    work.emplace_back([batch, i, item = &(*items)[i]] { return carry_out(*batch, i, *item); });
  }
  return start_job(call, 201, {action->type, action->verb, std::move(work)});
}

}  // namespace sandbox
