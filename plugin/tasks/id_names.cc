// SPDX-License-Identifier: Apache-2.0
// Out of the catalog, or by a look at the thing itself.
#include "plugin/tasks/id_names.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <utility>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_number.h"
#include "plugin/zendesk/catalog_item.h"

namespace zendesk::tasks {
namespace {

constexpr std::array<std::string_view, 8> kIds = {
    "requester_id", "submitter_id", "assignee_id",    "organization_id",
    "group_id",     "brand_id",     "ticket_form_id", "custom_status_id",
};

template <typename Item>
Task<std::string> NameInList(Client& client, int64_t id) {
  const auto list = co_await TryRead(client.catalog().GetIfAllowed<Item>(client));
  const Item* item = list && *list != nullptr ? (*list)->ById(id) : nullptr;
  co_return item != nullptr ? NameOrId(**list, *item) : fmt::format("{}", id);
}

Task<std::string> NameOfOrganization(Client& client, int64_t id) {
  const auto body = co_await TryRead(client.ShowThing(fmt::format("/api/v2/organizations/{}", id)));
  rapidjson::Document document;
  const rapidjson::Value* organization =
      body && ParseTree(*body, document) ? zendesk::ObjectOf(&document, "organization") : nullptr;
  std::string name = organization != nullptr ? TextOrNone(*organization, "name") : std::string();
  co_return name.empty() ? fmt::format("{}", id) : name;
}

}  // namespace

bool HoldsId(std::string_view key) {
  return std::find(kIds.begin(), kIds.end(), key) != kIds.end();
}

Task<std::string> NameOfUser(Client& client, int64_t id) {
  const auto found = co_await TryRead(client.catalog().FindUser(client, id));
  const User* user = found ? (*found)->list.ById(id) : nullptr;
  if (user == nullptr) co_return fmt::format("{}", id);
  if (!user->name.empty()) co_return user->name;
  co_return user->email.empty() ? fmt::format("{}", id) : user->email;
}

Task<std::string> NameOfId(Client& client, std::string_view key, std::string id) {
  const auto number = IdIn(id);
  if (!number) co_return id;
  if (key == "group_id") co_return co_await NameInList<Group>(client, *number);
  if (key == "brand_id") co_return co_await NameInList<Brand>(client, *number);
  if (key == "ticket_form_id") co_return co_await NameInList<TicketForm>(client, *number);
  if (key == "custom_status_id") co_return co_await NameInList<CustomStatus>(client, *number);
  if (key == "assignee_id") co_return co_await NameInList<Agent>(client, *number);
  if (key == "organization_id") co_return co_await NameOfOrganization(client, *number);
  co_return co_await NameOfUser(client, *number);
}

}  // namespace zendesk::tasks
