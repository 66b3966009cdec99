// SPDX-License-Identifier: Apache-2.0
// Zendesk drops who cannot be copied or follow without a word, and answers with IDs alone.
#include "plugin/tasks/names_copies.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/names_assignee.h"
#include "plugin/tasks/names_number.h"
#include "plugin/tasks/names_people.h"
#include "plugin/tasks/names_refused.h"
#include "plugin/zendesk/catalog_item.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

// The entries of a list with their pointers; none when it is not given.
std::vector<NamePlace> EntriesOf(const Input& input, const Copies& copies,
                                 std::vector<std::string>& texts) {
  std::vector<NamePlace> places;
  const json::Value* list = input.Knows(copies.asked) ? input.Find(copies.asked) : nullptr;
  if (list == nullptr) return places;
  for (const json::Value& entry : list->GetArray()) texts.push_back(PersonIn(entry));
  for (size_t i = 0; i < texts.size(); ++i) {
    places.push_back(
        {texts[i], fmt::format("/{}/{}", copies.asked, i), std::string(input.Title(copies.asked))});
  }
  return places;
}

// How many the answer shows, by the names of the input's lists; none for what it does not show.
bool IsWhole(const rapidjson::Document& ticket, const std::vector<AskedPerson>& people,
             const Copies& copies) {
  const auto is_asked = [&copies](const AskedPerson& person) {
    return person.list == copies.asked;
  };
  const auto asked = std::count_if(people.begin(), people.end(), is_asked);
  return IdsOf(ticket, copies.shown).size() >= static_cast<size_t>(asked);
}

void AddByAddress(const Input& input, const char* property, std::vector<AskedPerson>& people) {
  const auto address = input.Knows(property) ? input.Text(property) : std::nullopt;
  if (address) people.push_back({property, std::string(*address), {}});
}

}  // namespace

std::string PersonIn(const json::Value& entry) {
  return entry.IsInt64() ? fmt::format("{}", entry.GetInt64())
                         : std::string(task_plugin::Trim(json::Text(entry)));
}

bool IsPersonsName(std::string_view text) {
  return text.find('@') == text.npos && text.find_first_not_of("0123456789") != text.npos;
}

bool NamesCopies(const Input& input) {
  return std::any_of(kCopies.begin(), kCopies.end(), [&input](const Copies& copies) {
    std::vector<std::string> texts;
    EntriesOf(input, copies, texts);
    return std::any_of(texts.begin(), texts.end(), IsPersonsName);
  });
}

Task<void> ResolveCopies(Client& client, const Input& input, ResolvedNames& names,
                         std::vector<Fault>& faults) {
  for (const Copies& copies : kCopies) {
    std::vector<std::string> texts;
    const std::vector<NamePlace> places = EntriesOf(input, copies, texts);
    for (const NamePlace& place : places) {
      if (!IsPersonsName(place.name)) continue;
      std::optional<int64_t> id;
      if (copies.are_agents) {
        id = co_await LookUpFor(input, copies.asked, ReadList::kAgents,
                                MatchAgent(client, input, place, faults));
      } else {
        id = co_await LookUpFor(input, copies.asked, ReadList::kUsers,
                                MatchUser(client, input, place, faults));
      }
      if (id) names.copies.emplace(place.pointer, *id);
    }
  }
}

std::vector<AskedPerson> CopiesOf(const Input& input, const ResolvedNames& names) {
  std::vector<AskedPerson> people;
  for (const Copies& copies : kCopies) {
    std::vector<std::string> texts;
    for (const NamePlace& place : EntriesOf(input, copies, texts)) {
      std::string name(place.name);
      const auto found = names.copies.find(place.pointer);
      std::string id = IdIn(name) ? name : std::string();
      if (found != names.copies.end()) id = fmt::format("{}", found->second);
      people.push_back({copies.asked, std::move(name), std::move(id)});
    }
  }
  return people;
}

Task<std::vector<AskedPerson>> FindAsked(Client& client, const Input& input,
                                         const ResolvedNames& names, const TicketAnswer& answer,
                                         bool is_new) {
  std::vector<AskedPerson> people = CopiesOf(input, names);
  AddByAddress(input, "assignee_email", people);
  if (!is_new) AddByAddress(input, "requester_email", people);
  rapidjson::Document ticket;
  if (people.empty() || !ParseTree(answer.json(), ticket)) co_return people;
  for (AskedPerson& person : people) {
    if (!person.id.empty()) continue;
    const auto* const copies =
        std::find_if(kCopies.begin(), kCopies.end(),
                     [&person](const Copies& c) { return c.asked == person.list; });
    if (copies != kCopies.end() && is_new && IsWhole(ticket, people, *copies)) continue;
    const auto user = co_await TryRead(FindByAddress(client, person.name));
    if (user && *user) person.id = fmt::format("{}", (*user)->id);
  }
  co_return people;
}

}  // namespace zendesk::tasks
