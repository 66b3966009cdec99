// SPDX-License-Identifier: Apache-2.0
// In the order in which Zendesk looks at them.
#include "plugin/tasks/foresight_people.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "author/text.h"
#include "plugin/tasks/names_assignee.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_people.h"
#include "plugin/tasks/refusal.h"

namespace zendesk::tasks {
namespace {

// One who does not exist yet is made with the ticket.
struct Requester {
  std::optional<int64_t> id;
  bool is_new = false;
};

// Nothing for one whom nobody knows.
Task<std::optional<UserAnswer>> FindUserOfId(Client& client, int64_t id) {
  try {
    co_return co_await BeforeWriting(client.ShowUser(id));
  } catch (const Problem& problem) {
    if (problem.kind != Problem::Kind::kNotFound) throw;
  }
  co_return std::nullopt;
}

Task<Requester> ForeseeRequesterOfId(Client& client, int64_t id,
                                     std::vector<FieldProblem>& complaints) {
  const auto user = co_await FindUserOfId(client, id);
  if (!user) complaints.push_back(Complaint("requester", "not_allowed"));
  if (user && user->reply.suspended) complaints.push_back(Complaint("requester", "suspended"));
  Requester requester;
  requester.id = id;
  co_return requester;
}

// Whom Zendesk does not know, it makes, when it is told the name.
Task<Requester> ForeseeRequesterOfAddress(Client& client, const NextTicket& ticket,
                                          std::string address,
                                          std::vector<FieldProblem>& complaints) {
  Requester requester;
  const auto found = co_await BeforeWriting(client.catalog().FindUsers(client, address));
  const auto users = found->list.ByName(address);
  if (!users.empty()) {
    requester.id = users.front()->id;
    if (users.front()->suspended) complaints.push_back(Complaint("requester", "suspended"));
    co_return requester;
  }
  requester.is_new = true;
  if (task_plugin::Trim(ticket.AskedText("requester", "name")).empty()) {
    complaints.push_back(Complaint("requester", "no_name"));
  }
  co_return requester;
}

Task<Requester> ForeseeRequester(Client& client, const NextTicket& ticket,
                                 std::vector<FieldProblem>& complaints) {
  if (const auto id = ticket.AskedId("requester_id"))
    co_return co_await ForeseeRequesterOfId(client, *id, complaints);
  std::string address = ticket.AskedText("requester", "email");
  if (!address.empty())
    co_return co_await ForeseeRequesterOfAddress(client, ticket, std::move(address), complaints);
  Requester requester;
  requester.id = ticket.NextId("requester_id");
  co_return requester;
}

// Of those that a requester has, or of one who makes the ticket for themselves.
Task<std::optional<bool>> IsMemberOf(Client& client, Requester requester, int64_t organization) {
  if (requester.is_new) co_return false;
  if (!requester.id) {
    const auto caller = co_await TryRead(client.ShowCaller());
    if (!caller || !caller->reply.id) co_return std::nullopt;
    requester.id = caller->reply.id;
  }
  const auto all = co_await TryRead(client.catalog().OrganizationsOf(client, *requester.id));
  if (!all) co_return std::nullopt;
  co_return std::any_of(all->begin(), all->end(),
                        [organization](const Organization& one) { return one.id == organization; });
}

Task<void> ForeseeOrganization(Client& client, const NextTicket& ticket, Requester requester,
                               std::vector<FieldProblem>& complaints) {
  const auto organization = ticket.AskedId("organization_id");
  if (!organization) co_return;
  const auto is_member = co_await IsMemberOf(client, requester, *organization);
  if (!is_member || *is_member) co_return;
  complaints.push_back(Complaint("organization", "not_of_requester"));
}

Task<void> ForeseeSubmitter(Client& client, const NextTicket& ticket,
                            std::vector<FieldProblem>& complaints) {
  const auto id = ticket.AskedId("submitter_id");
  if (!id) co_return;
  const auto submitter = co_await FindUserOfId(client, *id);
  if (submitter) co_return;
  complaints.push_back(Complaint("submitter", "not_allowed"));
}

// By their ID or their address; null for nobody, with a complaint.
Task<std::optional<int64_t>> ForeseeAssignee(Client& client, const NextTicket& ticket,
                                             std::vector<FieldProblem>& complaints) {
  const auto id = ticket.AskedId("assignee_id");
  const std::string address = ticket.AskedText("assignee_email", "");
  if (!id && address.empty()) co_return std::nullopt;
  const auto find = [&](const NamedList<Agent>& agents) -> const Agent* {
    if (id) return agents.ById(*id);
    const auto found = agents.ByName(address);
    return found.empty() ? nullptr : found.front();
  };
  Listed<Agent> agents = co_await ListIfAllowed<Agent>(client);
  if (agents == nullptr) co_return id;
  if (find(*agents) == nullptr)
    agents = co_await BeforeWriting(client.catalog().Refresh<Agent>(client, agents));
  const Agent* agent = find(*agents);
  // The list shows the first address of each alone.
  if (agent == nullptr && !id) {
    const auto user = co_await FindByAddress(client, address);
    if (user) agent = agents->ById(user->id);
  }
  if (agent != nullptr && !agent->suspended) co_return agent->id;
  complaints.push_back(Complaint("assignee", "no_agent"));
  co_return std::nullopt;
}

// False when it is unknown, with a complaint.
Task<bool> ForeseeGroup(Client& client, int64_t group, std::vector<FieldProblem>& complaints) {
  const auto sighting = co_await LookUpId<Group>(client, group);
  if (sighting.list == nullptr || sighting.item != nullptr) co_return true;
  complaints.push_back(Complaint("group", "not_allowed"));
  co_return false;
}

Task<bool> IsOutsideOfGroup(Client& client, int64_t assignee, int64_t group) {
  const Listed<Membership> memberships = co_await ListIfAllowed<Membership>(client);
  if (memberships == nullptr) co_return false;
  co_return !IsMember(*memberships, assignee, group);
}

}  // namespace

Task<void> ForeseePeople(Client& client, const NextTicket& ticket,
                         std::vector<FieldProblem>& complaints) {
  const Requester requester = co_await ForeseeRequester(client, ticket, complaints);
  // Whose organization it has to be nobody knows else.
  if (complaints.empty()) co_await ForeseeOrganization(client, ticket, requester, complaints);
  co_await ForeseeSubmitter(client, ticket, complaints);
  const auto assignee = co_await ForeseeAssignee(client, ticket, complaints);
  const auto group = ticket.AskedId("group_id");
  if (!group) co_return;
  const bool is_group = co_await ForeseeGroup(client, *group, complaints);
  if (!is_group || !assignee) co_return;
  if (co_await IsOutsideOfGroup(client, *assignee, *group))
    complaints.push_back(Complaint("assignee", "not_in_group"));
}

}  // namespace zendesk::tasks
