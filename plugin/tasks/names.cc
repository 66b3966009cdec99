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
#include "plugin/tasks/names_copies.h"
#include "plugin/tasks/names_fields.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_people.h"
#include "plugin/tasks/names_refused.h"
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

// A list that a plan may lack is empty, too, where the caller may not read it.
Fault NothingToRead(const Input& input, const NamePlace& place, ReadList which) {
  return {
      place.pointer,
      "not_readable",
      input.Say("{}: Zendesk shows none of {} to the user of the connection: the account's plan "
                "has none, or the user may not read them.",
                place.title, NameOf(which, input)),
      place.title,
      {},
      input.Say("Leave the field out, or have an administrator let the user read them.")};
}

template <typename Item>
Task<std::optional<int64_t>> ResolveOne(Client& client, const Input& input, const char* property,
                                        ReadList which, std::vector<Fault>& faults) {
  const auto name = input.Text(property);
  if (!name) co_return std::nullopt;
  const auto is_missing = [&name](const auto& list) { return ActiveByName(list, *name).empty(); };
  const Listed<Item> list =
      co_await LookUpFor(input, property, which, ListWith<Item>(client, is_missing));
  NamePlace place;
  place.name = *name;
  place.pointer = json::Join("", property);
  place.title = input.Title(property);
  if (Item::kSource.belongs_to_plan && list->items().empty()) {
    faults.push_back(NothingToRead(input, place, which));
    co_return std::nullopt;
  }
  const Item* item = Match(*list, place, input, faults);
  if (item == nullptr) co_return std::nullopt;
  co_return item->id;
}

Task<void> ResolvePeople(Client& client, const Input& input, ResolvedNames& names,
                         std::vector<Fault>& faults) {
  co_await LookUpFor(input, "requester", ReadList::kUsers,
                     ResolveRequester(client, input, names, faults));
  if (input.Knows("submitter")) {
    names.submitter_id = co_await LookUpFor(input, "submitter", ReadList::kUsers,
                                            ResolveUser(client, input, "submitter", faults));
  }
  names.organization_id =
      co_await LookUpFor(input, "organization", ReadList::kOrganizations,
                         ResolveOrganization(client, input, "organization", faults));
  names.assignee_id = co_await LookUpFor(input, "assignee", ReadList::kAgents,
                                         ResolveAssignee(client, input, faults));
  names.group_id = co_await ResolveOne<Group>(client, input, "group", ReadList::kGroups, faults);
  co_await ResolveCopies(client, input, names, faults);
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
  return has_name || HasFields(input) || ChecksRequester(input) || NamesCopies(input);
}

Task<ResolvedNames> ResolveNames(Client& client, const Input& input) {
  ResolvedNames names;
  std::vector<Fault> faults;
  co_await ResolvePeople(client, input, names, faults);
  names.brand_id = co_await ResolveOne<Brand>(client, input, "brand", ReadList::kBrands, faults);
  names.ticket_form_id =
      co_await ResolveOne<TicketForm>(client, input, "ticket_form", ReadList::kTicketForms, faults);
  names.custom_status_id = co_await ResolveOne<CustomStatus>(client, input, "custom_status",
                                                             ReadList::kCustomStatuses, faults);
  co_await ResolveFields(client, input, names, faults);
  ThrowIfAny(std::move(faults), input);
  co_return names;
}

}  // namespace zendesk::tasks
