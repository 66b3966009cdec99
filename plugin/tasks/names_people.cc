// SPDX-License-Identifier: Apache-2.0
// One question for each name. developer.zendesk.com/api-reference/ticketing/users/users/
#include "plugin/tasks/names_people.h"

#include <algorithm>
#include <string>
#include <utility>

#include "author/format.h"
#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/names_list.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/names_number.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

NamePlace PlaceOf(const Input& input, const char* property, std::string_view name) {
  NamePlace place;
  place.name = name;
  place.pointer = json::Join("", property);
  place.title = input.Title(property);
  return place;
}

Task<FoundItems<User>> SearchUsers(Client& client, std::string_view name) {
  const std::string text(name);
  Catalog& catalog = client.catalog();
  FoundItems<User> found = co_await BeforeWriting(catalog.FindUsers(client, text));
  if (found->is_all && found->list.ByName(text).empty())
    found = co_await BeforeWriting(catalog.FindUsersAgain(client, text, found));
  co_return found;
}

// Among several of a name, as far as the input says which one; those who are suspended come last.
const User* ChooseRequester(const Found<User>& found, const NamePlace& place, const Input& input) {
  const std::string_view which = input.Text("requester_if_several").value_or("fail");
  if (which == "fail" || !found.is_all) return nullptr;
  const auto comes_before = [which](const User* a, const User* b) {
    if (a->suspended != b->suspended) return b->suspended;
    // Zendesk counts IDs up.
    const auto age_of = [](const User* user) { return std::pair(user->created_at, user->id); };
    return which == "oldest" ? age_of(a) < age_of(b) : age_of(a) > age_of(b);
  };
  const auto users = found.list.ByName(place.name);
  const auto first = std::min_element(users.begin(), users.end(), comes_before);
  return first == users.end() ? nullptr : *first;
}

}  // namespace

Task<std::optional<User>> FindUser(Client& client, const Input& input, const char* property,
                                   std::vector<Fault>& faults) {
  const auto name = input.Text(property);
  if (!name) co_return std::nullopt;
  const std::string text(task_plugin::Trim(*name));
  if (const auto id = IdIn(text)) {  // Zendesk's to check, as all IDs are
    User user;
    user.id = *id;
    co_return user;
  }
  const NamePlace place = PlaceOf(input, property, text);
  const FoundItems<User> found = co_await SearchUsers(client, text);
  if (place.pointer == "/requester") {
    if (const User* chosen = ChooseRequester(*found, place, input)) co_return *chosen;
  }
  const User* const user = MatchFound(*found, place, input, faults);
  const bool is_new = user == nullptr && faults.back().code == "unknown_name";
  if (is_new && place.pointer == "/requester" && task_plugin::HasFormat("email", text)) {
    faults.back().remedy =
        input.Say("To have Zendesk make somebody new, give the address as \"{}\".",
                  input.Title("requester_email"));
  }
  co_return user != nullptr ? std::optional<User>(*user) : std::nullopt;
}

Task<std::optional<int64_t>> MatchUser(Client& client, const Input& input, const NamePlace& place,
                                       std::vector<Fault>& faults) {
  if (const auto id = IdIn(place.name)) co_return id;
  const FoundItems<User> found = co_await SearchUsers(client, place.name);
  const User* const user = MatchFound(*found, place, input, faults);
  co_return user != nullptr ? std::optional<int64_t>(user->id) : std::nullopt;
}

Task<std::optional<User>> FindByAddress(Client& client, std::string address) {
  const FoundItems<User> found = co_await SearchUsers(client, address);
  const auto users = found->list.ByName(address);
  co_return users.size() == 1 ? std::optional<User>(*users.front()) : std::nullopt;
}

Task<std::optional<int64_t>> ResolveUser(Client& client, const Input& input, const char* property,
                                         std::vector<Fault>& faults) {
  const auto user = co_await FindUser(client, input, property, faults);
  co_return user ? std::optional<int64_t>(user->id) : std::nullopt;
}

Task<std::optional<int64_t>> ResolveOrganization(Client& client, const Input& input,
                                                 const char* property, std::vector<Fault>& faults) {
  const auto name = input.Text(property);
  if (!name) co_return std::nullopt;
  const NamePlace place = PlaceOf(input, property, task_plugin::Trim(*name));
  co_return co_await MatchOrganization(client, input, place, faults);
}

Task<std::optional<int64_t>> MatchOrganization(Client& client, const Input& input,
                                               const NamePlace& place, std::vector<Fault>& faults) {
  const std::string text(place.name);
  Catalog& catalog = client.catalog();
  FoundItems<Organization> found = co_await BeforeWriting(catalog.FindOrganizations(client, text));
  if (found->is_all && found->list.ByName(text).empty())
    found = co_await BeforeWriting(catalog.FindOrganizationsAgain(client, text, found));
  const Organization* const item = MatchFound(*found, place, input, faults);
  co_return item != nullptr ? std::optional<int64_t>(item->id) : std::nullopt;
}

}  // namespace zendesk::tasks
