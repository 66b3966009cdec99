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
#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/names_number.h"
#include "plugin/tasks/names_people.h"
#include "plugin/zendesk/catalog_item.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;

// A list of the input, and the one that answers have for it.
struct Copies {
  const char* asked;
  const char* shown;
};
constexpr std::array kCopies = {Copies{"email_ccs", "email_cc_ids"},
                                Copies{"followers", "follower_ids"}};

// How many the answer shows, by the names of the input's lists; none for what it does not show.
bool IsWhole(const rapidjson::Document& ticket, const std::vector<AskedPerson>& people,
             const Copies& copies) {
  const auto is_asked = [&copies](const AskedPerson& person) {
    return person.list == copies.asked;
  };
  const auto asked = std::count_if(people.begin(), people.end(), is_asked);
  return IdsOf(ticket, copies.shown).size() >= static_cast<size_t>(asked);
}

}  // namespace

std::vector<AskedPerson> CopiesOf(const Input& input) {
  std::vector<AskedPerson> people;
  for (const Copies& copies : kCopies) {
    const json::Value* list = input.Knows(copies.asked) ? input.Find(copies.asked) : nullptr;
    if (list == nullptr) continue;
    for (const json::Value& entry : list->GetArray()) {
      std::string name(json::Text(entry));
      std::string id = IdIn(name) ? name : std::string();
      people.push_back({copies.asked, std::move(name), std::move(id)});
    }
  }
  return people;
}

Task<std::vector<AskedPerson>> FindCopies(Client& client, const Input& input,
                                          const TicketAnswer& answer, bool is_new) {
  std::vector<AskedPerson> people = CopiesOf(input);
  rapidjson::Document ticket;
  if (people.empty() || !ParseTree(answer.json(), ticket)) co_return people;
  for (AskedPerson& person : people) {
    if (!person.id.empty()) continue;
    const Copies& copies = person.list == kCopies[0].asked ? kCopies[0] : kCopies[1];
    if (is_new && IsWhole(ticket, people, copies)) continue;
    const auto user = co_await TryRead(FindByAddress(client, person.name));
    if (user && *user) person.id = fmt::format("{}", (*user)->id);
  }
  co_return people;
}

}  // namespace zendesk::tasks
