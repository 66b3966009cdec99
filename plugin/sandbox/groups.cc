// SPDX-License-Identifier: Apache-2.0
// Groups as JSON. A membership is not kept: it is an agent and the place of a group among theirs.
#include "groups.h"

#include <fmt/format.h>

#include <optional>

#include "errors.h"
#include "pagination.h"
#include "seed.h"

namespace sandbox {
namespace {

constexpr Id kFirstMembership = 360003500000011;

struct Membership {
  Id id;
  Id user_id;
  Id group_id;
  bool is_default;
};

// Those of agents who can work, unless everybody's are asked for; of one group or user if given.
std::vector<Membership> memberships(const Account& account, bool assignable_only,
                                    std::optional<Id> group_id, std::optional<Id> user_id) {
  std::vector<Membership> result;
  Id next = account.seeded(kFirstMembership);
  for (const auto& [id, user] : account.users) {
    for (const Id group : user.group_ids) {
      const Membership item{next, id, group, group == user.group_ids.front()};
      next += 20;
      const bool is_assignable = user.is_agent() && user.active && !user.suspended;
      if ((assignable_only && !is_assignable) || (group_id && *group_id != group) ||
          (user_id && *user_id != id)) {
        continue;
      }
      result.push_back(item);
    }
  }
  return result;
}

Response membership_list(const Call& call, const std::string& path,
                         const std::vector<Membership>& items) {
  const std::string time = format_time(seed::kOpened);
  return list_response(call.request, "group_memberships", call.account.url(path), items.size(),
                       [&](JsonWriter& json, std::size_t i) {
                         const Membership& item = items[i];
                         json.begin_object();
                         json.field("url",
                                    call.account.url(fmt::format("group_memberships/{}", item.id)));
                         json.field("id", item.id).field("user_id", item.user_id);
                         json.field("group_id", item.group_id).field("default", item.is_default);
                         json.field("created_at", time).field("updated_at", time).end_object();
                       });
}

Response group_list(const Call& call, const char* path) {
  std::vector<const Group*> groups;
  for (const auto& [id, group] : call.account.groups) groups.push_back(&group);
  return list_response(
      call.request, "groups", call.account.url(path), groups.size(),
      [&](JsonWriter& json, std::size_t i) { write_group(json, call.account, *groups[i]); });
}

}  // namespace

void write_group(JsonWriter& json, const Account& account, const Group& group) {
  const std::string time = format_time(seed::kOpened);
  json.begin_object().field("url", account.url(fmt::format("groups/{}", group.id)));
  json.field("id", group.id).field("is_public", true).field("name", group.name);
  json.field("description", "").field("default", group.id == account.seeded(seed::kSupport));
  json.field("deleted", false).field("created_at", time).field("updated_at", time).end_object();
}

Response list_groups(const Call& call) {
  return group_list(call, "groups");
}

Response list_assignable_groups(const Call& call) {
  return group_list(call, "groups/assignable");
}

Response show_group(const Call& call) {
  const auto found = call.account.groups.find(parse_integer(call.id).value_or(0));
  if (found == call.account.groups.end()) return record_not_found();
  JsonWriter json;
  json.begin_object();
  write_group(json.key("group"), call.account, found->second);
  json.end_object();
  return json_response(200, json.text());
}

Response list_memberships(const Call& call) {
  return membership_list(call, "group_memberships", memberships(call.account, false, {}, {}));
}

Response list_assignable_memberships(const Call& call) {
  return membership_list(call, "group_memberships/assignable",
                         memberships(call.account, true, {}, {}));
}

Response list_memberships_of_group(const Call& call) {
  const auto id = parse_integer(call.id);
  if (!id || !contains(call.account.groups, *id)) return record_not_found();
  return membership_list(call, fmt::format("groups/{}/memberships", *id),
                         memberships(call.account, false, id, {}));
}

Response list_memberships_of_user(const Call& call) {
  const auto id = parse_integer(call.id);
  if (!id || !contains(call.account.users, *id)) return record_not_found();
  return membership_list(call, fmt::format("users/{}/group_memberships", *id),
                         memberships(call.account, false, {}, id));
}

}  // namespace sandbox
