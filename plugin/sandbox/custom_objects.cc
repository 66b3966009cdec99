// SPDX-License-Identifier: Apache-2.0
// Definitions as JSON, with the two standard fields that every custom object has.
#include "custom_objects.h"

#include <fmt/format.h>

#include "errors.h"
#include "json.h"
#include "pagination.h"
#include "seed.h"

namespace sandbox {
namespace {

constexpr std::int64_t kObjectLimit = 50;
constexpr std::int64_t kRecordLimit = 50'000'000;
constexpr std::int64_t kFieldLimit = 100;

void write_object(JsonWriter& json, const Account& account, const CustomObject& object) {
  const std::string time = format_time(seed::kOpened);
  const std::string user_id = fmt::to_string(account.seeded(seed::kAdmin));
  json.begin_object();
  json.field("url", account.url(fmt::format("custom_objects/{}", object.key)));
  json.field("key", object.key).field("created_by_user_id", user_id);
  json.field("updated_by_user_id", user_id).field("created_at", time).field("updated_at", time);
  json.field("title", object.title).field("raw_title", object.title);
  json.field("title_pluralized", object.title_pluralized);
  json.field("raw_title_pluralized", object.title_pluralized);
  json.field("description", object.description).field("raw_description", object.description);
  json.field("include_in_list_view", true).field("allows_photos", false);
  json.field("allows_attachments", false).end_object();
}

void write_name_rule(JsonWriter& json, const NameRule& rule) {
  json.key("properties").begin_object().field("is_unique", rule.is_unique);
  json.field("autoincrement_enabled", rule.autoincrement_enabled);
  json.field("autoincrement_prefix", rule.autoincrement_prefix);
  json.field("autoincrement_padding", rule.autoincrement_padding);
  json.field("autoincrement_next_sequence", rule.autoincrement_next_sequence).end_object();
}

void write_options(JsonWriter& json, const CustomField& field) {
  json.key("custom_field_options").begin_array();
  for (const FieldOption& option : field.options) {
    json.begin_object().field("id", option.id).field("name", option.name);
    json.field("raw_name", option.name).field("value", option.value).end_object();
  }
  json.end_array();
}

void write_field(JsonWriter& json, const Account& account, const CustomObject& object,
                 const CustomObjectField& field, std::size_t position) {
  const std::string time = format_time(seed::kOpened);
  json.begin_object();
  json.field("url", account.url(fmt::format("custom_objects/{}/fields/{}", object.key, field.id)));
  json.field("id", field.id).field("type", field.type).field("key", field.key);
  json.field("title", field.title).field("raw_title", field.title);
  json.field("description", field.description).field("raw_description", field.description);
  json.field("position", position).field("active", true).field("system", false);
  json.field("regexp_for_validation", field.regexp).field("required", field.required);
  json.field("readonly", false).field("created_at", time).field("updated_at", time);
  if (field.key == "standard::name") write_name_rule(json, object.name_rule);
  if (field.type == "checkbox") json.field("tag", field.tag);
  if (!field.options.empty()) write_options(json, field);
  if (field.target) {
    json.field("relationship_target_type", *field.target);
    json.raw_field("relationship_filter", R"({"all":[],"any":[]})");
  }
  if (field.type == "parent") {
    json.raw_field("properties", R"({"cascade_permissions_enabled":false})");
  }
  json.end_object();
}

bool wants_standard_fields(const Request& request) {
  const auto given = request.query.find("include_standard_fields");
  return given != request.query.end() && given->second == "true";
}

std::vector<CustomObjectField> fields_of(const CustomObject& object, bool with_standard_fields) {
  std::vector<CustomObjectField> fields;
  if (with_standard_fields) {
    fields.push_back({{object.name_field_id, "text", "Name", "", true}, "standard::name"});
    fields.push_back(
        {{object.external_id_field_id, "text", "External ID", ""}, "standard::external_id"});
  }
  fields.insert(fields.end(), object.fields.begin(), object.fields.end());
  return fields;
}

Response limit_response(std::size_t count, std::int64_t limit) {
  JsonWriter json;
  json.begin_object().field("count", count).field("limit", limit).end_object();
  return json_response(200, json.text());
}

}  // namespace

CustomObject* find_custom_object(const Call& call, Response& problem) {
  const auto found = call.account.custom_objects.find(call.key);
  if (found != call.account.custom_objects.end()) return &found->second;
  problem = listed_error(404, "CustomObjectNotFound",
                         fmt::format("No custom object has the key {}", valid_utf8(call.key)));
  return nullptr;
}

Response list_custom_objects(const Call& call) {
  JsonWriter json;
  json.begin_object().key("custom_objects").begin_array();
  for (const auto& [key, object] : call.account.custom_objects) {
    write_object(json, call.account, object);
  }
  json.end_array().end_object();
  return json_response(200, json.text());
}

Response show_custom_object(const Call& call) {
  Response problem;
  const CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  JsonWriter json;
  json.begin_object();
  write_object(json.key("custom_object"), call.account, *object);
  json.end_object();
  return json_response(200, json.text());
}

Response list_custom_object_fields(const Call& call) {
  Response problem;
  const CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  const auto fields = fields_of(*object, wants_standard_fields(call.request));
  const std::string url = call.account.url(fmt::format("custom_objects/{}/fields", object->key));
  return list_response(call.request, "custom_object_fields", url, fields.size(),
                       [&](JsonWriter& json, std::size_t i) {
                         write_field(json, call.account, *object, fields[i], i);
                       });
}

Response show_custom_object_field(const Call& call) {
  Response problem;
  const CustomObject* object = find_custom_object(call, problem);
  if (!object) return problem;
  const auto fields = fields_of(*object, true);
  const auto id = parse_integer(call.id);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].key != call.id && fields[i].id != id) continue;
    JsonWriter json;
    json.begin_object();
    write_field(json.key("custom_object_field"), call.account, *object, fields[i], i);
    json.end_object();
    return json_response(200, json.text());
  }
  return record_not_found();
}

Response show_object_limit(const Call& call) {
  return limit_response(call.account.custom_objects.size(), kObjectLimit);
}

Response show_record_limit(const Call& call) {
  std::size_t count = 0;
  for (const auto& [key, object] : call.account.custom_objects) count += object.records.size();
  return limit_response(count, kRecordLimit);
}

Response show_field_limit(const Call& call) {
  Response problem;
  const CustomObject* object = find_custom_object(call, problem);
  return object ? limit_response(object->fields.size(), kFieldLimit) : problem;
}

}  // namespace sandbox
