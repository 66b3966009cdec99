// SPDX-License-Identifier: Apache-2.0
// From the lists of agents, of groups, and of who is in which.
#include "plugin/tasks/names_assignee.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <string>
#include <utility>

#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_people.h"
#include "plugin/zendesk/catalog_item.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;
using task_plugin::Warning;

bool IsMember(const NamedList<Membership>& list, int64_t user_id, int64_t group_id) {
  return std::any_of(list.items().begin(), list.items().end(), [=](const Membership& one) {
    return one.user_id == user_id && one.group_id == group_id;
  });
}

std::vector<std::string> NamesOfMembers(const NamedList<Membership>& memberships,
                                        const NamedList<Agent>& agents, int64_t group_id) {
  std::vector<std::string> names;
  for (const Membership& one : memberships.items()) {
    const Agent* agent = one.group_id == group_id ? agents.ById(one.user_id) : nullptr;
    if (agent != nullptr && names.size() < kMostCandidates) names.push_back(agent->name);
  }
  return names;
}

const char* AssigneeProperty(const Input& input) {
  if (input.Has("assignee")) return "assignee";
  return input.Has("assignee_id") ? "assignee_id" : "assignee_email";
}

// Whom the write gives; nothing for nobody, and for an address that Zendesk does not know.
Task<std::optional<int64_t>> AskedAssignee(Client& client, const Input& input,
                                           const ResolvedNames& names) {
  if (names.assignee_id) co_return names.assignee_id;
  if (input.Has("assignee_id")) co_return input.Integer("assignee_id");
  const auto address = input.Text("assignee_email");
  if (!address || address->empty()) co_return std::nullopt;
  const auto user = co_await FindByAddress(client, std::string(*address));
  co_return user ? std::optional<int64_t>(user->id) : std::nullopt;
}

Task<std::string> NameOfGroup(Client& client, int64_t id) {
  const auto groups = co_await TryRead(client.catalog().Get<Group>(client));
  const Group* group = groups ? (*groups)->ById(id) : nullptr;
  co_return group != nullptr ? group->name : fmt::format("{}", id);
}

}  // namespace

bool GivesAssigneeAlone(const Input& input) {
  const bool has_assignee =
      input.Has("assignee") || input.Has("assignee_id") || input.Has("assignee_email");
  return has_assignee && !input.Has("group") && !input.Has("group_id");
}

Task<std::optional<int64_t>> ResolveAssignee(Client& client, const Input& input,
                                             std::vector<Fault>& faults) {
  const auto given = input.Text("assignee");
  if (!given) co_return std::nullopt;
  const std::string name(task_plugin::Trim(*given));
  const auto is_missing = [&name](const NamedList<Agent>& list) {
    return ActiveByName(list, name).empty();
  };
  // The list shows the first address of each alone.
  const Listed<Agent> known = co_await BeforeWriting(client.catalog().Get<Agent>(client));
  if (is_missing(*known) && name.find('@') != name.npos) {
    const auto user = co_await FindByAddress(client, name);
    if (user && known->ById(user->id) != nullptr) co_return user->id;
  }
  const Listed<Agent> agents = co_await ListWith<Agent>(client, is_missing);
  NamePlace place;
  place.name = name;
  place.pointer = "/assignee";
  place.title = input.Title("assignee");
  const Agent* agent = Match(*agents, place, input, faults);
  co_return agent != nullptr ? std::optional<int64_t>(agent->id) : std::nullopt;
}

Task<void> CheckMembership(Client& client, const Input& input, int64_t assignee_id,
                           int64_t group_id, std::vector<Fault>& faults) {
  Catalog& catalog = client.catalog();
  Listed<Membership> memberships = co_await BeforeWriting(catalog.GetIfAllowed<Membership>(client));
  if (memberships == nullptr || IsMember(*memberships, assignee_id, group_id)) co_return;
  memberships = co_await BeforeWriting(catalog.Refresh<Membership>(client, memberships));
  if (IsMember(*memberships, assignee_id, group_id)) co_return;
  const Listed<Agent> agents = co_await BeforeWriting(catalog.Get<Agent>(client));
  const char* const property = input.Has("assignee") ? "assignee" : "assignee_id";
  faults.push_back(
      {json::Join("", property), "not_in_group",
       input.Say("{}: this agent is no member of the group that is given.", input.Title(property)),
       std::string(input.Title(property)), NamesOfMembers(*memberships, *agents, group_id),
       input.Say("Choose a member of the group, or another group.")});
}

Task<std::optional<Warning>> ForeseeMove(Client& client, const Input& input,
                                         const ResolvedNames& names, const TicketAnswer& now) {
  if (!GivesAssigneeAlone(input)) co_return std::nullopt;
  rapidjson::Document ticket;
  if (!ParseTree(now.json(), ticket)) co_return std::nullopt;
  const auto group = IdOf(ticket, "group_id");
  const auto assignee = co_await AskedAssignee(client, input, names);
  if (!group || !assignee || IdOf(ticket, "assignee_id") == assignee) co_return std::nullopt;
  const auto list = co_await BeforeWriting(client.catalog().GetIfAllowed<Membership>(client));
  if (list == nullptr || IsMember(*list, *assignee, *group)) co_return std::nullopt;
  const std::string group_name = co_await NameOfGroup(client, *group);
  const char* const property = AssigneeProperty(input);
  co_return Warning{"group_changes",
                    input.Say("{}: this agent is no member of the ticket's group {}, so Zendesk "
                              "moves the ticket to a group of theirs.",
                              input.Title(property), group_name),
                    json::Join("", property)};
}

}  // namespace zendesk::tasks
