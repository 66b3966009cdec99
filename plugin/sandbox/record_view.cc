// SPDX-License-Identifier: Apache-2.0
// The JSON of records. Their numbers are JSON numbers, ids of users are text.
#include "record_view.h"

#include <fmt/format.h>

#include "field_values.h"

namespace sandbox {

bool is_number(const CustomField& field) {
  return field.type == "integer" || field.type == "decimal";
}

std::string record_fields_json(const CustomObject& object, const RecordProperties& record) {
  JsonWriter json;
  json.begin_object();
  for (const CustomObjectField& field : object.fields) {
    const auto found = record.fields.find(field.key);
    const FieldValue value = found == record.fields.end() ? FieldValue() : found->second;
    const auto* text = std::get_if<std::string>(&value);
    json.key(field.key);
    if (text && is_number(field)) {
      json.raw(*text);
    } else {
      write_field_value(json, field, value);
    }
  }
  json.end_object();
  return json.text();
}

void write_record(JsonWriter& json, const Account& account, const CustomObject& object,
                  const CustomObjectRecord& record) {
  json.begin_object();
  json.field("url",
             account.url(fmt::format("custom_objects/{}/records/{}", object.key, record.id)));
  json.field("id", record.id).field("name", record.name).field("custom_object_key", object.key);
  json.raw_field("custom_object_fields", record_fields_json(object, record));
  json.field("created_by_user_id", fmt::to_string(record.created_by_user_id));
  json.field("updated_by_user_id", fmt::to_string(record.updated_by_user_id));
  json.field("created_at", format_time(record.created_at));
  json.field("updated_at", format_time(record.updated_at));
  json.field("external_id", record.external_id).field("photo", nullptr);
  json.end_object();
}

}  // namespace sandbox
