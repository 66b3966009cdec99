// SPDX-License-Identifier: Apache-2.0
// Users as JSON.
#include "users.h"

#include <fmt/format.h>

#include "errors.h"
#include "json.h"

namespace sandbox {
namespace {

Response user_response(const Account& account, const User& user) {
  const auto first = [](const std::vector<Id>& ids) {
    return ids.empty() ? std::nullopt : std::optional(ids.front());
  };
  const std::string time = format_time(user.created_at);
  const bool is_agent = user.is_agent();
  JsonWriter json;
  json.begin_object().key("user").begin_object();
  json.field("id", user.id).field("url", account.url(fmt::format("users/{}", user.id)));
  json.field("name", user.name).field("email", user.email);
  json.field("created_at", time).field("updated_at", time);
  json.field("time_zone", "UTC").field("iana_time_zone", "Etc/UTC");
  json.field("phone", user.phone).field("shared_phone_number", nullptr).field("photo", nullptr);
  json.field("locale_id", 1).field("locale", user.locale);
  json.field("organization_id", first(user.organization_ids)).field("role", user.role);
  json.field("verified", is_agent).field("external_id", user.external_id).raw_field("tags", "[]");
  json.field("alias", nullptr).field("active", true).field("shared", false);
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
  json.raw_field("user_fields", "{}").end_object().end_object();
  return json_response(200, json.text());
}

}  // namespace

Response show_me(const Call& call) {
  return user_response(call.account, call.caller);
}

Response show_anonymous() {
  return json_response(
      200, R"({"user":{"id":null,"name":"Anonymous user","email":"invalid@example.com",)"
           R"("role":"end-user","verified":false,"active":false,"suspended":false}})");
}

Response show_user(const Call& call) {
  const auto id = parse_integer(call.id);
  const User* user = id ? call.account.find_user(*id) : nullptr;
  return user ? user_response(call.account, *user) : record_not_found();
}

}  // namespace sandbox
