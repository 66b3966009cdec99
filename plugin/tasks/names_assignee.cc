// SPDX-License-Identifier: Apache-2.0
// From the lists of agents, of groups, and of who is in which.
#include "plugin/tasks/names_assignee.h"

#include <algorithm>
#include <string>
#include <utility>

#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_people.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

std::vector<std::string> NamesOfMembers(const NamedList<Membership>& memberships,
                                        const NamedList<Agent>& agents, int64_t group_id) {
  std::vector<std::string> names;
  for (const Membership& one : memberships.items()) {
    const Agent* agent = one.group_id == group_id ? agents.ById(one.user_id) : nullptr;
    if (agent != nullptr && names.size() < task_plugin::kMostCandidates)
      names.push_back(agent->name);
  }
  return names;
}

}  // namespace

bool IsMember(const NamedList<Membership>& list, int64_t user_id, int64_t group_id) {
  return std::any_of(list.items().begin(), list.items().end(), [=](const Membership& one) {
    return one.user_id == user_id && one.group_id == group_id;
  });
}

Task<std::optional<int64_t>> MatchAgent(Client& client, const Input& input, const NamePlace& place,
                                        std::vector<Fault>& faults) {
  const auto is_missing = [&place](const NamedList<Agent>& list) {
    return ActiveByName(list, place.name).empty();
  };
  // The list shows the first address of each alone.
  const Listed<Agent> known = co_await BeforeWriting(client.catalog().Get<Agent>(client));
  if (is_missing(*known) && place.name.find('@') != place.name.npos) {
    const auto user = co_await FindByAddress(client, std::string(place.name));
    if (user && known->ById(user->id) != nullptr) co_return user->id;
  }
  const Listed<Agent> agents = co_await ListWith<Agent>(client, is_missing);
  const Agent* agent = Match(*agents, place, input, faults);
  co_return agent != nullptr ? std::optional<int64_t>(agent->id) : std::nullopt;
}

Task<std::optional<int64_t>> ResolveAssignee(Client& client, const Input& input,
                                             std::vector<Fault>& faults) {
  const auto given = input.Text("assignee");
  if (!given) co_return std::nullopt;
  NamePlace place;
  place.name = task_plugin::Trim(*given);
  place.pointer = "/assignee";
  place.title = input.Title("assignee");
  co_return co_await MatchAgent(client, input, place, faults);
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

}  // namespace zendesk::tasks
