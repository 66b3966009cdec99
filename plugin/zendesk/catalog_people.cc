// SPDX-License-Identifier: Apache-2.0
// Member by member.
#include "plugin/zendesk/catalog_people.h"

namespace zendesk {

bool ReadItem(const rapidjson::Value& object, Group& group) {
  const auto id = IdOf(object, "id");
  group.id = id.value_or(0);
  group.name = TextOrNone(object, "name");
  return id.has_value();
}

bool ReadItem(const rapidjson::Value& object, User& user) {
  const auto id = IdOf(object, "id");
  user.id = id.value_or(0);
  user.name = TextOrNone(object, "name");
  user.email = TextOrNone(object, "email");
  user.role = TextOrNone(object, "role");
  user.created_at = TextOrNone(object, "created_at");
  user.suspended = FlagOr(object, "suspended", false);
  return id.has_value();
}

bool ReadItem(const rapidjson::Value& object, Organization& organization) {
  const auto id = IdOf(object, "id");
  organization.id = id.value_or(0);
  organization.name = TextOrNone(object, "name");
  return id.has_value();
}

bool ReadItem(const rapidjson::Value& object, Membership& membership) {
  const auto id = IdOf(object, "id");
  const auto user_id = IdOf(object, "user_id");
  const auto group_id = IdOf(object, "group_id");
  if (!id || !user_id || !group_id) return false;
  membership.id = *id;
  membership.user_id = *user_id;
  membership.group_id = *group_id;
  return true;
}

}  // namespace zendesk
