// SPDX-License-Identifier: Apache-2.0
// Both kinds have the same members, but for their names in front.
#include "plugin/zendesk/catalog_fields.h"

namespace zendesk {
namespace {

void ReadOptions(const rapidjson::Value& object, const char* key, Field& field) {
  ForEachObject(object, key, [&field](const rapidjson::Value& option) {
    FieldOption read{TextOrNone(option, "name"), TextOrNone(option, "value")};
    if (!read.value.empty()) field.options.push_back(std::move(read));
  });
}

void ReadField(const rapidjson::Value& object, Field& field) {
  field.title = TextOrNone(object, "title");
  field.type = TextOrNone(object, "type");
  field.active = FlagOr(object, "active", true);
  field.required = FlagOr(object, "required", false);
  field.regexp = TextOrNone(object, "regexp_for_validation");
  field.relationship_target_type = TextOrNone(object, "relationship_target_type");
  ReadOptions(object, "custom_field_options", field);
}

}  // namespace

bool ReadItem(const rapidjson::Value& object, TicketField& field) {
  const auto id = IdOf(object, "id");
  if (!id) return false;
  field.id = *id;
  ReadField(object, field);
  ReadOptions(object, "system_field_options", field);
  // Of Zendesk's own fields these can be removed.
  const bool is_own = field.type == "priority" || field.type == "tickettype";
  field.is_custom = !is_own && FlagOr(object, "removable", true);
  field.tag = TextOrNone(object, "tag");
  return true;
}

bool ReadItem(const rapidjson::Value& object, ObjectField& field) {
  field.id = TextOrNone(object, "key");
  ReadField(object, field);
  const auto properties = object.FindMember("properties");
  if (properties != object.MemberEnd() && properties->value.IsObject()) {
    field.is_unique = FlagOr(properties->value, "is_unique", false);
    field.is_generated = FlagOr(properties->value, "autoincrement_enabled", false);
  }
  return !field.id.empty();
}

}  // namespace zendesk
