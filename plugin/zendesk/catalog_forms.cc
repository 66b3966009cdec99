// SPDX-License-Identifier: Apache-2.0
// Conditions come in two generations: statuses by name, or only whether a field is required.
#include "plugin/zendesk/catalog_forms.h"

#include "plugin/zendesk/json_tree.h"

namespace zendesk {
namespace {

RequiredOn ReadRequiredOn(const rapidjson::Value& child) {
  RequiredOn required;
  const rapidjson::Value* on = ObjectOf(&child, "required_on_statuses");
  const std::string type = on != nullptr ? TextOrNone(*on, "type") : std::string();
  if (type == "SOME_STATUSES") {
    required.when = RequiredOn::When::kSome;
    const auto list = on->FindMember("statuses");
    if (list == on->MemberEnd() || !list->value.IsArray()) return required;
    for (const rapidjson::Value& status : list->value.GetArray()) {
      if (status.IsString()) required.statuses.emplace_back(status.GetString());
    }
  } else if (type == "ALL_STATUSES" || (type.empty() && FlagOr(child, "is_required", false))) {
    required.when = RequiredOn::When::kAlways;
  }
  return required;
}

std::string ReadConditionValue(const rapidjson::Value& condition) {
  const auto value = condition.FindMember("value");
  if (value == condition.MemberEnd()) return std::string();
  if (value->value.IsBool()) return value->value.GetBool() ? "true" : "false";
  return TextOrNone(condition, "value");
}

}  // namespace

bool ReadItem(const rapidjson::Value& object, TicketForm& form) {
  const auto id = IdOf(object, "id");
  if (!id) return false;
  form.id = *id;
  form.name = TextOrNone(object, "name");
  form.active = FlagOr(object, "active", true);
  form.is_default = FlagOr(object, "default", false);
  form.field_ids = IdsOf(object, "ticket_field_ids");
  ForEachObject(object, "agent_conditions", [&form](const rapidjson::Value& condition) {
    FormCondition read;
    read.parent_field_id = IdOf(condition, "parent_field_id").value_or(0);
    read.value = ReadConditionValue(condition);
    ForEachObject(condition, "child_fields", [&read](const rapidjson::Value& child) {
      if (const auto field = IdOf(child, "id"))
        read.children.push_back({*field, ReadRequiredOn(child)});
    });
    form.agent_conditions.push_back(std::move(read));
  });
  return true;
}

}  // namespace zendesk
