// SPDX-License-Identifier: Apache-2.0
// Checks a write against the object's definition, reports all that is wrong with it, then stores
// it.
#include "record_write.h"

#include <fmt/format.h>

#include "errors.h"
#include "field_values.h"
#include "property_reader.h"
#include "record_view.h"

namespace sandbox {
namespace {

constexpr std::size_t kSizeLimit = 32 * 1024;
constexpr std::string_view kCustomObject = "zen:custom_object:";

struct Draft {
  const Account& account;
  const CustomObject& object;
  const CustomObjectRecord* before;  ///< nullptr: the record is new
  RecordProperties next;
  ValidationErrors errors;
};

bool is_taken(const Draft& draft, const CustomObjectRecord* owner) {
  return owner && owner != draft.before;
}

void read_name(Draft& draft, PropertyReader& reader) {
  const NameRule& rule = draft.object.name_rule;
  std::optional<std::string> name;
  const bool given = reader.text("name", name);
  if (rule.autoincrement_enabled) {
    if (given) draft.errors.add("name", "Name: is generated and can't be set");
    return;
  }
  if (given) draft.next.name = name.value_or("");
  if (draft.next.name.find_first_not_of(" \t\r\n") == std::string::npos) {
    draft.errors.add("name", "Name: can't be blank", "BlankValue");
  } else if (rule.is_unique && is_taken(draft, draft.object.find_record_by_name(draft.next.name))) {
    draft.errors.add("name", fmt::format("Name: {} is already in use", draft.next.name),
                     "DuplicateValue");
  }
}

void read_external_id(Draft& draft, PropertyReader& reader) {
  std::optional<std::string> id;
  if (reader.text("external_id", id)) draft.next.external_id = id;
  if (draft.next.external_id &&
      is_taken(draft, draft.object.find_record_by_external_id(*draft.next.external_id))) {
    draft.errors.add("external_id",
                     fmt::format("External ID: {} is already in use", *draft.next.external_id),
                     "DuplicateValue");
  }
}

// A parent may also be named as `external_id:VALUE` or `name:VALUE`; its id is what is stored.
std::string parent_id(const Account& account, const CustomField& field, std::string_view value) {
  const CustomObject* object =
      field.target->starts_with(kCustomObject)
          ? account.find_custom_object(field.target->substr(kCustomObject.size()))
          : nullptr;
  const CustomObjectRecord* parent = nullptr;
  const auto colon = value.find(':');
  const std::string_view rest = value.substr(colon + 1);
  if (object && value.starts_with("external_id:"))
    parent = object->find_record_by_external_id(rest);
  if (object && value.starts_with("name:")) parent = object->find_record_by_name(rest);
  return parent ? parent->id : std::string(value);
}

// `+007.` as JSON writes it: `7`. The text must be digits with an optional sign and point.
std::string json_number(std::string_view text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  const std::string_view whole = text.substr(0, text.find('.'));
  std::string_view fraction = text.substr(whole.size());
  if (fraction == ".") fraction = {};
  const auto start = whole.find_first_not_of('0');
  return fmt::format("{}{}{}", is_negative ? "-" : "",
                     start == std::string_view::npos ? "0" : whole.substr(start), fraction);
}

FieldValue read_value(const Draft& draft, const CustomObjectField& field, const Json& value,
                      std::string& problem) {
  if (field.type == "parent" && value.IsString()) {
    const std::string id = parent_id(draft.account, field, text_of(value));
    const Json resolved(rapidjson::StringRef(id.data(), static_cast<unsigned>(id.size())));
    return parse_field_value(draft.account, field, resolved, problem);
  }
  FieldValue result = parse_field_value(draft.account, field, value, problem);
  auto* text = std::get_if<std::string>(&result);
  if (text && problem.empty() && is_number(field)) *text = json_number(*text);
  return result;
}

void read_fields(Draft& draft, const Json& record) {
  const Json* fields = member(record, "custom_object_fields");
  if (!fields || fields->IsNull()) return;
  if (!fields->IsObject()) {
    return draft.errors.add("custom_object_fields", "Custom object fields: is invalid");
  }
  for (const auto& entry : fields->GetObject()) {
    const std::string key(text_of(entry.name));
    const CustomObjectField* field = draft.object.find_field(key);
    std::string problem;
    if (!field) {
      draft.errors.add(key, fmt::format("{}: is not a field of {}", key, draft.object.key));
      continue;
    }
    FieldValue value = read_value(draft, *field, entry.value, problem);
    if (problem.empty()) {
      draft.next.fields[key] = std::move(value);
    } else {
      draft.errors.add(key, fmt::format("{}: {}", field->title, problem));
    }
  }
}

void check_required(Draft& draft, const Json& record) {
  const Json* given = member(record, "custom_object_fields");
  for (const CustomObjectField& field : draft.object.fields) {
    if (!field.required || !is_empty(draft.next.fields[field.key])) continue;
    const Json* value = given ? member(*given, field.key) : nullptr;
    if (value && !value->IsNull() && *value != "") continue;  // it has got an error of its own
    draft.errors.add(field.key, fmt::format("{}: can't be blank", field.title), "BlankValue");
  }
}

void check_size(Draft& draft) {
  const std::size_t size = draft.next.name.size() + draft.next.external_id.value_or("").size() +
                           record_fields_json(draft.object, draft.next).size();
  if (size <= kSizeLimit) return;
  draft.errors.add("base",
                   fmt::format("Record: has {} bytes, more than {} (32 KB)", size, kSizeLimit));
}

std::optional<Response> read_all(Draft& draft, const Json& record) {
  PropertyReader reader(record, draft.errors);
  read_name(draft, reader);
  read_external_id(draft, reader);
  read_fields(draft, record);
  check_required(draft, record);
  check_size(draft);
  if (draft.errors.empty()) return std::nullopt;
  return draft.errors.response();
}

const CustomObjectRecord* store(Account& account, const User& caller, CustomObject& object,
                                RecordProperties properties, CustomObjectRecord& record) {
  object.index.remove(record);
  static_cast<RecordProperties&>(record) = std::move(properties);
  object.index.add(record);
  record.updated_at = account.now();
  record.updated_by_user_id = caller.id;
  ++account.commits;
  return &record;
}

std::string next_name(NameRule& rule) {
  return fmt::format("{}{:0{}}", rule.autoincrement_prefix, rule.autoincrement_next_sequence++,
                     rule.autoincrement_padding);
}

bool is_child_of(const CustomObject& object, const CustomObjectRecord& record,
                 const std::string& parent_target, const std::string& parent) {
  for (const CustomObjectField& field : object.fields) {
    if (field.type != "parent" || field.target != parent_target) continue;
    const auto value = record.fields.find(field.key);
    if (value != record.fields.end() && value->second == FieldValue(parent)) return true;
  }
  return false;
}

}  // namespace

RecordOutcome create_record(Account& account, const User& caller, CustomObject& object,
                            const Json& json, const RecordProperties& preset) {
  Draft draft{account, object, nullptr, preset, {}};
  if (auto refusal = read_all(draft, json)) return {nullptr, std::move(refusal)};
  if (object.name_rule.autoincrement_enabled) draft.next.name = next_name(object.name_rule);
  const std::string id = account.next_ulid();
  CustomObjectRecord& record = object.records[id];
  record.id = id;
  record.created_at = account.now();
  record.created_by_user_id = caller.id;
  return {store(account, caller, object, std::move(draft.next), record), {}};
}

RecordOutcome update_record(Account& account, const User& caller, CustomObject& object,
                            CustomObjectRecord& record, const Json& json) {
  Draft draft{account, object, &record, record, {}};
  if (auto refusal = read_all(draft, json)) return {nullptr, std::move(refusal)};
  return {store(account, caller, object, std::move(draft.next), record), {}};
}

void delete_record(Account& account, const std::string& object_key, const std::string& id) {
  CustomObject& owner = account.custom_objects.at(object_key);
  owner.index.remove(owner.records.at(id));
  owner.records.erase(id);
  ++account.commits;
  const std::string target = fmt::format("{}{}", kCustomObject, object_key);
  for (auto& [key, object] : account.custom_objects) {
    std::vector<std::string> children;
    for (const auto& [child_id, record] : object.records) {
      if (is_child_of(object, record, target, id)) children.push_back(child_id);
    }
    for (const std::string& child : children) delete_record(account, key, child);
  }
}

}  // namespace sandbox
