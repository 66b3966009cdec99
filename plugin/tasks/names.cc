// SPDX-License-Identifier: Apache-2.0
// List by list, so that all faults are told at once.
#include "plugin/tasks/names.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "author/json.h"
#include "plugin/tasks/check.h"
#include "plugin/tasks/names_assignee.h"
#include "plugin/tasks/names_fields.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_people.h"
#include "plugin/tasks/names_requester.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

constexpr std::array kNameProperties = {
    "requester", "submitter", "organization", "assignee",
    "group",     "brand",     "ticket_form",  "custom_status",
};

template <typename Item>
Task<std::optional<int64_t>> ResolveOne(Client& client, const Input& input, const char* property,
                                        std::vector<Fault>& faults) {
  const auto name = input.Text(property);
  if (!name) co_return std::nullopt;
  const auto is_missing = [&name](const auto& list) { return ActiveByName(list, *name).empty(); };
  const Listed<Item> list = co_await ListWith<Item>(client, is_missing);
  NamePlace place;
  place.name = *name;
  place.pointer = json::Join("", property);
  place.title = input.Title(property);
  const Item* item = Match(*list, place, input, faults);
  if (item == nullptr) co_return std::nullopt;
  co_return item->id;
}

Task<void> ResolvePeople(Client& client, const Input& input, ResolvedNames& names,
                         std::vector<Fault>& faults) {
  co_await ResolveRequester(client, input, names, faults);
  if (input.Knows("submitter"))
    names.submitter_id = co_await ResolveUser(client, input, "submitter", faults);
  names.organization_id = co_await ResolveOrganization(client, input, "organization", faults);
  names.assignee_id = co_await ResolveAssignee(client, input, faults);
  names.group_id = co_await ResolveOne<Group>(client, input, "group", faults);
  // IDs alone are Zendesk's to check.
  if (!names.assignee_id && !names.group_id) co_return;
  const auto assignee = names.assignee_id ? names.assignee_id : input.Integer("assignee_id");
  const auto group = names.group_id ? names.group_id : input.Integer("group_id");
  if (assignee && group) co_await CheckMembership(client, input, *assignee, *group, faults);
}

}  // namespace

bool HasNames(const Input& input) {
  const auto is_given = [&input](const char* property) {
    return input.Knows(property) && input.Has(property);
  };
  const bool has_name = std::count_if(kNameProperties.begin(), kNameProperties.end(), is_given) > 0;
  return has_name || HasFields(input) || ChecksRequester(input);
}

Task<ResolvedNames> ResolveNames(Client& client, const Input& input) {
  ResolvedNames names;
  std::vector<Fault> faults;
  co_await ResolvePeople(client, input, names, faults);
  names.brand_id = co_await ResolveOne<Brand>(client, input, "brand", faults);
  names.ticket_form_id = co_await ResolveOne<TicketForm>(client, input, "ticket_form", faults);
  names.custom_status_id =
      co_await ResolveOne<CustomStatus>(client, input, "custom_status", faults);
  co_await ResolveFields(client, input, names, faults);
  ThrowIfAny(std::move(faults), input);
  co_return names;
}

}  // namespace zendesk::tasks
