// SPDX-License-Identifier: Apache-2.0
// Member by member.
#include "plugin/zendesk/catalog_settings.h"

namespace zendesk {

bool ReadItem(const rapidjson::Value& object, Brand& brand) {
  const auto id = IdOf(object, "id");
  brand.id = id.value_or(0);
  brand.name = TextOrNone(object, "name");
  brand.active = FlagOr(object, "active", true);
  return id.has_value();
}

bool ReadItem(const rapidjson::Value& object, CustomStatus& status) {
  const auto id = IdOf(object, "id");
  status.id = id.value_or(0);
  status.agent_label = TextOrNone(object, "agent_label");
  status.category = TextOrNone(object, "status_category");
  status.active = FlagOr(object, "active", true);
  return id.has_value();
}

bool ReadItem(const rapidjson::Value& object, CustomObject& custom_object) {
  custom_object.id = TextOrNone(object, "key");
  custom_object.title = TextOrNone(object, "title");
  custom_object.title_pluralized = TextOrNone(object, "title_pluralized");
  return !custom_object.id.empty();
}

bool ReadItem(const rapidjson::Value& object, ObjectRecord& record) {
  record.id = TextOrNone(object, "id");
  record.name = TextOrNone(object, "name");
  record.external_id = TextOrNone(object, "external_id");
  return !record.id.empty();
}

}  // namespace zendesk
