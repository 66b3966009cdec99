// SPDX-License-Identifier: Apache-2.0
// One user at a time, and the search for them.
#include "users.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "body.h"
#include "errors.h"
#include "json.h"
#include "pagination.h"
#include "user_view.h"
#include "user_write.h"

namespace sandbox {
namespace {

Response user_response(int status, const Account& account, const User& user) {
  JsonWriter json;
  json.begin_object();
  write_user(json.key("user"), account, user);
  json.end_object();
  Response response = json_response(status, json.text());
  if (status == 201) {
    response.headers.emplace_back("location", account.url(fmt::format("users/{}", user.id)));
  }
  return response;
}

void write_identity(JsonWriter& json, const Account& account, const User& user,
                    const Identity& identity) {
  const std::string time = format_time(user.created_at);
  json.begin_object();
  json.field("url", account.url(fmt::format("users/{}/identities/{}", user.id, identity.id)));
  json.field("id", identity.id).field("user_id", user.id).field("type", identity.type);
  json.field("value", identity.value).field("verified", user.is_agent());
  json.field("primary", identity.type == "email" && identity.value == user.email);
  json.field("created_at", time).field("updated_at", time).end_object();
}

bool has(const std::optional<std::string>& text, std::string_view part) {
  return text && lower(*text).find(part) != std::string::npos;
}

// Every address of a user's counts, not only the first.
bool has_address(const User& user, std::string_view part) {
  return std::any_of(user.identities.begin(), user.identities.end(), [&](const Identity& identity) {
    return identity.type == "email" && lower(identity.value).find(part) != std::string::npos;
  });
}

std::string digits_of(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

// By digits, however the number is written; a star stands for the digits before them.
bool has_number(const User& user, std::string_view part) {
  const std::string wanted = digits_of(part);
  return !wanted.empty() &&
         std::any_of(user.identities.begin(), user.identities.end(), [&](const Identity& identity) {
           const std::string number = digits_of(identity.value);
           return identity.type == "phone_number" &&
                  (part.starts_with('*') ? number.ends_with(wanted) : number == wanted);
         });
}

// One word of a query: `email:ana@`, `role:agent`, or something in name, e-mail or phone.
bool fits(const User& user, std::string_view word) {
  const auto colon = word.find(':');
  const std::string_view value = colon == std::string_view::npos ? word : word.substr(colon + 1);
  const std::string_view field = word.substr(0, word.size() - value.size());
  if (field == "name:") return has(user.name, value);
  if (field == "email:") return has_address(user, value);
  if (field == "phone:") return has(user.phone, value) || has_number(user, value);
  if (field == "role:") return user.role == value;
  if (field == "external_id:") return user.external_id && lower(*user.external_id) == value;
  return has(user.name, word) || has(user.email, word) || has(user.phone, word);
}

bool fits_all(const User& user, std::string query) {
  std::erase(query, '"');
  std::string_view rest = query;
  while (!rest.empty()) {
    const auto end = rest.find(' ');
    if (!fits(user, rest.substr(0, end))) return false;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return true;
}

const User* find_user(const Call& call) {
  const auto id = parse_integer(call.id);
  return id ? call.account.find_user(*id) : nullptr;
}

template <typename Write>
Response written(const Call& call, const Write& write) {
  Response problem;
  JsonDocument document;
  const Json* json = object_of_body(call.request, "user", document, problem);
  if (!json) return problem;
  const UserOutcome outcome = write(*json);
  if (outcome.refusal) return *outcome.refusal;
  return user_response(outcome.is_new ? 201 : 200, call.account, *outcome.user);
}

}  // namespace

Response show_me(const Call& call) {
  return user_response(200, call.account, call.caller);
}

Response show_anonymous() {
  return json_response(
      200, R"({"user":{"id":null,"name":"Anonymous user","email":"invalid@example.com",)"
           R"("role":"end-user","verified":false,"active":false,"suspended":false}})");
}

Response show_user(const Call& call) {
  const User* user = find_user(call);
  return user ? user_response(200, call.account, *user) : record_not_found();
}

Response delete_user(const Call& call) {
  const auto id = parse_integer(call.id);
  const auto found = id ? call.account.users.find(*id) : call.account.users.end();
  if (found == call.account.users.end()) return record_not_found();
  User& user = found->second;
  user.active = false;
  user.email.reset();
  user.identities.clear();
  user.updated_at = call.account.now();
  ++call.account.commits;
  return user_response(200, call.account, user);
}

Response create_user(const Call& call) {
  return written(call, [&](const Json& json) { return create_user(call.account, json); });
}

Response update_user(const Call& call) {
  const User* before = find_user(call);
  if (!before) return record_not_found();
  return written(call, [&](const Json& json) { return update_user(call.account, *before, json); });
}

Response create_or_update_user(const Call& call) {
  return written(call, [&](const Json& json) { return create_or_update_user(call.account, json); });
}

Response search_users(const Call& call) {
  const auto query = call.request.query.find("query");
  const auto external_id = call.request.query.find("external_id");
  const auto end = call.request.query.end();
  if (query == end && external_id == end) return parameter_missing("query");
  std::vector<const User*> users;
  for (const auto& [id, user] : call.account.users) {
    const bool is_wanted = external_id != end ? user.external_id == external_id->second
                                              : fits_all(user, lower(query->second));
    if (is_wanted) users.push_back(&user);
  }
  return user_list_response(call, "users/search", users);
}

Response list_identities(const Call& call) {
  const User* user = find_user(call);
  if (!user) return record_not_found();
  const std::string url = call.account.url(fmt::format("users/{}/identities", user->id));
  return list_response(call.request, "identities", url, user->identities.size(),
                       [&](JsonWriter& json, std::size_t i) {
                         write_identity(json, call.account, *user, user->identities[i]);
                       });
}

}  // namespace sandbox
