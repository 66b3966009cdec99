// SPDX-License-Identifier: Apache-2.0
// Deleted users are in none of the lists.
#include "user_lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "errors.h"
#include "id_list.h"
#include "name_match.h"
#include "user_view.h"

namespace sandbox {
namespace {

std::vector<const User*> users_that(const Account& account,
                                    const std::function<bool(const User&)>& fit) {
  std::vector<const User*> result;
  for (const auto& [id, user] : account.users) {
    if (user.active && fit(user)) result.push_back(&user);
  }
  return result;
}

std::set<std::string> wanted_roles(const Request& request) {
  std::set<std::string> roles;
  for (const auto& [name, value] : request.query_pairs) {
    if (name == "role" || name == "role[]") roles.insert(value);
  }
  return roles;
}

bool is_member(const User& user, Id group_id) {
  return std::find(user.group_ids.begin(), user.group_ids.end(), group_id) != user.group_ids.end();
}

}  // namespace

Response list_users(const Call& call) {
  const auto roles = wanted_roles(call.request);
  return user_list_response(call, "users", users_that(call.account, [&](const User& user) {
                              return roles.empty() || roles.contains(user.role);
                            }));
}

Response autocomplete_users(const Call& call) {
  const std::string* name = call.request.parameter("name");
  if (!name) return parameter_missing("name");
  return user_list_response(
      call, "users/autocomplete",
      users_that(call.account, [&](const User& user) { return begins_a_word(user.name, *name); }));
}

Response show_many_users(const Call& call) {
  const bool is_external = call.request.parameter("external_ids") != nullptr;
  Response problem;
  const auto ids = ids_of_query(call.request, problem, is_external ? "external_ids" : "ids");
  if (!ids) return problem;
  std::vector<const User*> users;
  for (const std::string& id : *ids) {
    const User* user = is_external ? call.account.find_user_by_identity("external_id", id)
                                   : call.account.find_user(parse_integer(id).value_or(0));
    if (user && user->active) users.push_back(user);
  }
  return user_list_response(call, "users/show_many", users);
}

Response list_users_of_group(const Call& call) {
  const auto id = parse_integer(call.id);
  if (!id || !contains(call.account.groups, *id)) return record_not_found();
  return user_list_response(
      call, fmt::format("groups/{}/users", *id),
      users_that(call.account, [&](const User& user) { return is_member(user, *id); }));
}

}  // namespace sandbox
