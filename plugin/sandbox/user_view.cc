// SPDX-License-Identifier: Apache-2.0
// The JSON of users, with every key that Zendesk sends.
#include "user_view.h"

#include <fmt/format.h>

#include "pagination.h"

namespace sandbox {

void write_user(JsonWriter& json, const Account& account, const User& user) {
  const auto first = [](const std::vector<Id>& ids) {
    return ids.empty() ? std::nullopt : std::optional(ids.front());
  };
  const bool is_agent = user.is_agent();
  json.begin_object();
  json.field("id", user.id).field("url", account.url(fmt::format("users/{}", user.id)));
  json.field("name", user.name).field("email", user.email);
  json.field("created_at", format_time(user.created_at));
  json.field("updated_at", format_time(user.updated_at));
  json.field("time_zone", "UTC").field("iana_time_zone", "Etc/UTC");
  json.field("phone", user.phone).field("shared_phone_number", nullptr).field("photo", nullptr);
  json.field("locale_id", 1).field("locale", user.locale);
  json.field("organization_id", first(user.organization_ids)).field("role", user.role);
  json.field("verified", is_agent).field("external_id", user.external_id).raw_field("tags", "[]");
  json.field("alias", nullptr).field("active", user.active).field("shared", false);
  json.field("shared_agent", false).field("last_login_at", nullptr);
  json.field("two_factor_auth_enabled", nullptr).field("signature", nullptr);
  json.field("details", nullptr).field("notes", nullptr);
  json.key("role_type");
  if (user.role == "admin") {
    json.value(4);
  } else {
    json.value(nullptr);
  }
  json.field("custom_role_id", nullptr).field("moderator", is_agent);
  json.key("ticket_restriction");
  if (is_agent) {
    json.value(nullptr);
  } else {
    json.value("requested");
  }
  json.field("only_private_comments", false).field("restricted_agent", user.role != "admin");
  json.field("suspended", user.suspended);
  json.field("default_group_id", first(user.group_ids)).field("report_csv", false);
  json.raw_field("user_fields", "{}").end_object();
}

Response user_list_response(const Call& call, std::string_view path,
                            const std::vector<const User*>& users) {
  return list_response(
      call.request, "users", call.account.url(path), users.size(),
      [&](JsonWriter& json, std::size_t i) { write_user(json, call.account, *users[i]); });
}

}  // namespace sandbox
