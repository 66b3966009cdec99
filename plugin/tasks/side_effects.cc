// SPDX-License-Identifier: Apache-2.0
// An assignee works in the ticket's group: whichever of the two is not named follows the other.
#include "plugin/tasks/side_effects.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "author/json.h"
#include "plugin/tasks/names_assignee.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_people.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;
using task_plugin::Warning;

bool GivesAssignee(const Input& input) {
  return input.Has("assignee") || input.Has("assignee_id") || input.Has("assignee_email");
}

bool GivesGroup(const Input& input) {
  return input.Has("group") || input.Has("group_id");
}

// Of a ticket whose type the update leaves as it is.
bool GivesForOneType(const Input& input, const char* property) {
  return input.Has(property) && !input.IsNull(property) && !input.Has("type");
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

Task<void> ForeseeMove(Client& client, const Input& input, const ResolvedNames& names,
                       const rapidjson::Document& ticket, const NamedList<Membership>& memberships,
                       std::vector<Warning>& warnings) {
  const auto group = IdOf(ticket, "group_id");
  const auto assignee = co_await AskedAssignee(client, input, names);
  if (!group || !assignee || IdOf(ticket, "assignee_id") == assignee) co_return;
  if (IsMember(memberships, *assignee, *group)) co_return;
  const std::string group_name = co_await NameOfGroup(client, *group);
  const char* const property = AssigneeProperty(input);
  warnings.push_back({"group_changes",
                      input.Say("{}: this agent is no member of the ticket's group {}, so Zendesk "
                                "moves the ticket to a group of theirs.",
                                input.Title(property), group_name),
                      json::Join("", property)});
}

void ForeseeLoss(const Input& input, const ResolvedNames& names, const rapidjson::Document& ticket,
                 const NamedList<Membership>& memberships, std::vector<Warning>& warnings) {
  const auto group = names.group_id ? names.group_id : input.Integer("group_id");
  const auto assignee = IdOf(ticket, "assignee_id");
  if (!group || !assignee || IsMember(memberships, *assignee, *group)) return;
  const char* const property = input.Has("group") ? "group" : "group_id";
  warnings.push_back({"assignee_leaves",
                      input.Say("{}: the ticket's assignee is no member of this group, so Zendesk "
                                "takes the ticket from them.",
                                input.Title(property)),
                      json::Join("", property)});
}

void ForeseeIgnored(const Input& input, const rapidjson::Document& ticket, const char* property,
                    std::string_view type, std::vector<Warning>& warnings) {
  if (!GivesForOneType(input, property) || TextOf(ticket, "type") == type) return;
  warnings.push_back({"field_ignored",
                      input.Say("\"{}\" is only for tickets of type {}, so Zendesk drops it.",
                                input.Title(property), type),
                      json::Join("", property)});
}

}  // namespace

bool MayHaveSideEffects(const Input& input) {
  return GivesAssignee(input) != GivesGroup(input) || GivesForOneType(input, "due_at") ||
         GivesForOneType(input, "problem_id");
}

Task<std::vector<Warning>> ForeseeSideEffects(Client& client, const Input& input,
                                              const ResolvedNames& names, const TicketAnswer& now) {
  std::vector<Warning> warnings;
  rapidjson::Document ticket;
  if (!MayHaveSideEffects(input) || !ParseTree(now.json(), ticket)) co_return warnings;
  const bool gives_assignee = GivesAssignee(input);
  if (gives_assignee != GivesGroup(input)) {
    const Listed<Membership> memberships = co_await ListIfAllowed<Membership>(client);
    if (memberships != nullptr && gives_assignee)
      co_await ForeseeMove(client, input, names, ticket, *memberships, warnings);
    if (memberships != nullptr && !gives_assignee)
      ForeseeLoss(input, names, ticket, *memberships, warnings);
  }
  ForeseeIgnored(input, ticket, "due_at", "task", warnings);
  ForeseeIgnored(input, ticket, "problem_id", "incident", warnings);
  co_return warnings;
}

}  // namespace zendesk::tasks
