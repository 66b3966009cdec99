// SPDX-License-Identifier: Apache-2.0
// From HTTP to records and back: wrapper, keys in the query, warnings, Location.
#include "records.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "body.h"
#include "custom_objects.h"
#include "errors.h"
#include "pagination.h"
#include "record_search.h"
#include "record_view.h"
#include "record_write.h"
#include "warnings.h"

namespace sandbox {
namespace {

const std::string* query_value(const Call& call, const char* name) {
  const auto found = call.request.query.find(name);
  return found == call.request.query.end() ? nullptr : &found->second;
}

CustomObjectRecord* find_record(const Call& call, CustomObject& object, Response& problem) {
  const auto found = object.records.find(call.id);
  if (found != object.records.end()) return &found->second;
  problem = record_not_found();
  return nullptr;
}

// What names a record in the query. False and `problem` when it is not exactly one key that the
// object allows.
bool read_key(const Call& call, const CustomObject& object, RecordProperties& key,
              Response& problem) {
  const std::string* external_id = query_value(call, "external_id");
  const std::string* name = query_value(call, "name");
  if (external_id && name) {
    problem = named_error(400, "BadRequest", "external_id and name cannot be used together");
  } else if (external_id && !external_id->empty()) {
    key.external_id = *external_id;
    return true;
  } else if (!name || name->empty()) {
    problem = parameter_missing("external_id or name");
  } else if (!object.name_rule.is_unique) {
    problem = named_error(400, "BadRequest",
                          fmt::format("The names of {} are not unique", object.title_pluralized));
  } else {
    key.name = *name;
    return true;
  }
  return false;
}

CustomObjectRecord* find_by_key(CustomObject& object, const RecordProperties& key) {
  const CustomObjectRecord* found = key.external_id
                                        ? object.find_record_by_external_id(*key.external_id)
                                        : object.find_record_by_name(key.name);
  return found ? &object.records.at(found->id) : nullptr;
}

std::vector<std::string> unpermitted_keys(const Json& record) {
  constexpr std::array<std::string_view, 3> kAllowed{"name", "external_id", "custom_object_fields"};
  std::vector<std::string> result;
  for (const auto& entry : record.GetObject()) {
    if (std::find(kAllowed.begin(), kAllowed.end(), text_of(entry.name)) == kAllowed.end()) {
      result.push_back(fmt::format("custom_object_record.{}", text_of(entry.name)));
    }
  }
  return result;
}

Response shown(int status, const Call& call, const CustomObject& object,
               const CustomObjectRecord& record) {
  JsonWriter json;
  json.begin_object();
  write_record(json.key("custom_object_record"), call.account, object, record);
  json.end_object();
  Response response = json_response(status, json.text());
  if (status == 201) {
    response.headers.emplace_back(
        "location",
        call.account.url(fmt::format("custom_objects/{}/records/{}", object.key, record.id)));
  }
  return response;
}

Response written(int status, const Call& call, const CustomObject& object, const Json& json,
                 RecordOutcome outcome) {
  Response response =
      outcome.refusal ? std::move(*outcome.refusal) : shown(status, call, object, *outcome.record);
  const auto keys = unpermitted_keys(json);
  if (!keys.empty()) {
    response.headers.emplace_back(
        "x-zendesk-api-warn",
        unpermitted_keys_warning("custom_object_records",
                                 call.request.method == "POST" ? "create" : "update", keys));
  }
  return response;
}

Response page(const Call& call, const CustomObject& object, const char* rest,
              const Records& records) {
  const std::string url = call.account.url(fmt::format("custom_objects/{}/{}", object.key, rest));
  return cursor_list_response(call.request, "custom_object_records", url, records.size(),
                              [&](JsonWriter& json, std::size_t i) {
                                write_record(json, call.account, object, *records[i]);
                              });
}

// A page of the records in the order that the query asks for.
Response sorted_page(const Call& call, const CustomObject& object, const char* rest,
                     Records records, const std::vector<std::string_view>& allowed) {
  const std::string* by = query_value(call, "sort");
  if (by && !sort_records(records, *by, allowed)) {
    return named_error(400, "BadRequest", fmt::format("sort: {} is not allowed", valid_utf8(*by)));
  }
  return page(call, object, rest, records);
}

const std::vector<std::string_view> kSearchOrders{"name", "created_at", "updated_at"};

}  // namespace

Response list_records(const Call& call) {
  Response problem;
  const CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  return sorted_page(call, *object, "records", listed_records(*object, call.request),
                     {"id", "updated_at"});
}

Response show_record(const Call& call) {
  Response problem;
  CustomObject* object = find_custom_object(call, problem);
  const CustomObjectRecord* record = object ? find_record(call, *object, problem) : nullptr;
  return record ? shown(200, call, *object, *record) : problem;
}

Response create_record(const Call& call) {
  Response problem;
  JsonDocument document;
  CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  const Json* json = object_of_body(call.request, "custom_object_record", document, problem);
  if (!json) return problem;
  return written(201, call, *object, *json,
                 create_record(call.account, call.caller, *object, *json, {}));
}

Response update_record(const Call& call) {
  Response problem;
  JsonDocument document;
  CustomObject* object = find_custom_object(call, problem);
  CustomObjectRecord* record = object ? find_record(call, *object, problem) : nullptr;
  if (!record) return problem;
  const Json* json = object_of_body(call.request, "custom_object_record", document, problem);
  if (!json) return problem;
  return written(200, call, *object, *json,
                 update_record(call.account, call.caller, *object, *record, *json));
}

Response create_or_update_record(const Call& call) {
  Response problem;
  JsonDocument document;
  RecordProperties key;
  CustomObject* object = find_custom_object(call, problem);
  if (!object || !read_key(call, *object, key, problem)) return problem;
  const Json* json = object_of_body(call.request, "custom_object_record", document, problem);
  if (!json) return problem;
  CustomObjectRecord* record = find_by_key(*object, key);
  return written(200, call, *object, *json,
                 record ? update_record(call.account, call.caller, *object, *record, *json)
                        : create_record(call.account, call.caller, *object, *json, key));
}

Response delete_record(const Call& call) {
  Response problem;
  CustomObject* object = find_custom_object(call, problem);
  if (!object || !find_record(call, *object, problem)) return problem;
  delete_record(call.account, object->key, call.id);
  return {204, {}, {}};
}

Response delete_record_by_key(const Call& call) {
  Response problem;
  RecordProperties key;
  CustomObject* object = find_custom_object(call, problem);
  if (!object || !read_key(call, *object, key, problem)) return problem;
  const CustomObjectRecord* record = find_by_key(*object, key);
  if (!record) return record_not_found();
  delete_record(call.account, object->key, std::string(record->id));
  return {204, {}, {}};
}

Response search_records(const Call& call) {
  Response problem;
  const CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  const std::string* query = query_value(call, "query");
  if (!query) return parameter_missing("query");
  return sorted_page(call, *object, "records/search", searched_records(*object, *query),
                     kSearchOrders);
}

Response filter_records(const Call& call) {
  Response problem;
  JsonDocument document;
  const CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  const Json* filter = object_of_body(call.request, "filter", document, problem);
  if (!filter) return problem;
  const std::string* query = query_value(call, "query");
  Records records =
      query ? searched_records(*object, *query) : listed_records(*object, call.request);
  std::string unreadable;
  if (!filter_records(*object, *filter, records, unreadable)) {
    return named_error(400, "BadRequest", unreadable);
  }
  return sorted_page(call, *object, "records/search", std::move(records), kSearchOrders);
}

Response autocomplete_records(const Call& call) {
  Response problem;
  const CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  const std::string* name = query_value(call, "name");
  if (!name) return parameter_missing("name");
  return page(call, *object, "records/autocomplete", named_records(*object, *name));
}

Response count_records(const Call& call) {
  Response problem;
  const CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  JsonWriter json;
  json.begin_object().key("count").begin_object();
  json.field("value", object->records.size());
  json.field("refreshed_at", format_time(call.account.now()));
  json.end_object().end_object();
  return json_response(200, json.text());
}

}  // namespace sandbox
