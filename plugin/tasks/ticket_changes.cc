// SPDX-License-Identifier: Apache-2.0
// Reads no more than the names of what changes.
#include "plugin/tasks/ticket_changes.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/id_names.h"
#include "plugin/tasks/names_copies.h"
#include "plugin/tasks/names_people.h"
#include "plugin/tasks/next_ticket.h"
#include "plugin/zendesk/catalog_item.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;

constexpr std::string_view kRequester = "requester_id";

FlatValue TextValue(std::string text) {
  FlatValue value;
  if (text.empty()) return value;
  value.kind = FlatValue::Kind::kText;
  value.text = std::move(text);
  return value;
}

// Somebody in the write: the ID when Zendesk knows them, and what to call them.
struct Person {
  std::optional<int64_t> id;
  std::string name;
};

Task<Person> FindPerson(Client& client, std::string address) {
  Person person;
  const auto user = co_await TryRead(FindByAddress(client, address));
  if (user && *user) person.id = (*user)->id;
  const bool has_name = user && *user && !(*user)->name.empty();
  if (has_name) address = (*user)->name;
  person.name = std::move(address);
  co_return person;
}

Task<Person> PersonOf(Client& client, const rapidjson::Value& entry) {
  const auto id = IdOf(entry, "user_id");
  if (!id) co_return co_await FindPerson(client, TextOrNone(entry, "user_email"));
  Person person;
  person.id = id;
  person.name = co_await NameOfUser(client, *id);
  co_return person;
}

Task<void> AddRequester(Client& client, const Input& input, const NextTicket& ticket,
                        std::vector<Change>& changes) {
  std::string address = ticket.AskedText("requester", "email");
  if (address.empty()) co_return;
  Person person = co_await FindPerson(client, std::move(address));
  const std::string before = ticket.Before(kRequester);
  if (person.id && fmt::format("{}", *person.id) == before) co_return;
  Change change;
  change.field = kRequester;
  change.label = input.Title("requester_email");
  change.from = TextValue(co_await NameOfId(client, kRequester, before));
  change.to = TextValue(std::move(person.name));
  changes.push_back(std::move(change));
}

// Whoever is in the list already stays in it.
Task<void> AddPeople(Client& client, const Input& input, const Copies& copies,
                     const rapidjson::Value& asked, const rapidjson::Value& now,
                     std::vector<Change>& changes) {
  const rapidjson::Value* entries = ListOf(asked, copies.asked);
  if (entries == nullptr) co_return;
  Change change;
  change.field = copies.asked;
  change.label = input.Title(copies.asked);
  change.from.kind = FlatValue::Kind::kList;
  const std::vector<int64_t> ids = zendesk::IdsOf(now, copies.shown);
  std::vector<std::string> added;
  for (const rapidjson::Value& entry : entries->GetArray()) {
    Person person = co_await PersonOf(client, entry);
    const bool is_there = person.id && std::find(ids.begin(), ids.end(), *person.id) != ids.end();
    if (!is_there) added.push_back(std::move(person.name));
  }
  if (added.empty()) co_return;
  for (const int64_t id : ids) change.from.texts.push_back(co_await NameOfUser(client, id));
  change.to = change.from;
  change.to.texts.insert(change.to.texts.end(), added.begin(), added.end());
  changes.push_back(std::move(change));
}

// By address, it may be who has the ticket.
Task<bool> IsAssignee(Client& client, std::string address, const std::string& id) {
  if (address.find('@') == address.npos) co_return false;
  const Person person = co_await FindPerson(client, std::move(address));
  co_return person.id&& fmt::format("{}", *person.id) == id;
}

Task<void> TakeName(Client& client, std::string_view key, FlatValue& value) {
  if (value.is_empty()) co_return;
  std::string text = value.text;
  if (text.find('@') == text.npos) {
    value = TextValue(co_await NameOfId(client, key, std::move(text)));
  } else {
    Person person = co_await FindPerson(client, std::move(text));
    value = TextValue(std::move(person.name));
  }
}

}  // namespace

Task<std::vector<Change>> ChangesByName(Client& client, const Input& input,
                                        const PlannedWrite& write, std::vector<Change> changes) {
  std::vector<Change> named;
  for (Change& change : changes) {
    if (HoldsId(change.field)) {
      const bool is_same = co_await IsAssignee(client, change.to.text, change.from.text);
      if (is_same) continue;
      co_await TakeName(client, change.field, change.from);
      co_await TakeName(client, change.field, change.to);
    }
    named.push_back(std::move(change));
  }
  const NextTicket ticket(write);
  co_await AddRequester(client, input, ticket, named);
  rapidjson::Document body;
  rapidjson::Document before;
  if (!ParseTree(write.body, body) || !ParseTree(write.before, before)) co_return named;
  const rapidjson::Value* asked = zendesk::ObjectOf(&body, "ticket");
  const rapidjson::Value* now = zendesk::ObjectOf(&before, "ticket");
  if (asked == nullptr || now == nullptr) co_return named;
  for (const Copies& copies : kCopies)
    co_await AddPeople(client, input, copies, *asked, *now, named);
  co_return named;
}

Task<void> NameDifferences(Client& client, const Input& input, const TicketAnswer& answer,
                           Asked& asked) {
  if (!asked.MayDiffer(answer.body, answer.reply)) co_return;
  std::map<std::string, std::string> names;
  for (const Change& change : asked.Changes(input, answer.json())) {
    const bool is_by_address = change.to.text.find('@') != std::string::npos;
    if (!HoldsId(change.field) || change.from.is_empty() || is_by_address) continue;
    for (const FlatValue* value : {&change.from, &change.to}) {
      std::string name = co_await NameOfId(client, change.field, value->text);
      if (!name.empty()) names.emplace(Asked::IdKey(change.field, value->text), std::move(name));
    }
  }
  asked.CallIds(std::move(names));
}

}  // namespace zendesk::tasks
