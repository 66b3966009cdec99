// SPDX-License-Identifier: Apache-2.0
// One page of Zendesk's makes one page of choices.
#include "plugin/tasks/choices_search.h"

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <utility>

#include "author/text.h"
#include "plugin/tasks/choices_page.h"
#include "plugin/tasks/partial_input.h"
#include "plugin/zendesk/address.h"
#include "plugin/zendesk/catalog_item.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk::tasks {
namespace {

using rapidjson::Value;

// That Zendesk gives of a list whose pages it counts.
constexpr size_t kMostPages = 100;

// Nothing for what is not offered.
using MakeFound = std::function<std::optional<Choice>(const Value& object)>;

// Where Zendesk lists what is looked for.
struct SearchedList {
  std::string path;  // with a query, or the mark that begins one at its end
  std::string_view name;
  bool has_cursors = false;
  size_t most = 10'000;  // entries that Zendesk gives of a list whose pages it counts
};

std::string PathOf(const SearchedList& list, const task_plugin::OptionsRequest& request,
                   const CountedPage& page) {
  if (!list.has_cursors)
    return fmt::format("{}per_page={}&page={}", list.path, page.size, page.number);
  std::string path = fmt::format("{}page%5Bsize%5D={}", list.path, PageSize(request.limit));
  if (!request.page_token.empty())
    path += fmt::format("&page%5Bafter%5D={}", EncodePathPart(request.page_token));
  return path;
}

Task<ChoicePage> Look(const Question& question, SearchedList list, MakeFound make_found) {
  CountedPage counted;
  if (!list.has_cursors) counted = ReadCountedPage(question.request, question.no_input.texts());
  ChoicePage page;
  const TakeItem take = [&page, &make_found](std::string_view text) {
    rapidjson::Document document;
    if (!ParseTree(text, document)) return false;
    if (auto choice = make_found(document)) page.items.push_back(*std::move(choice));
    return true;
  };
  std::string path = PathOf(list, question.request, counted);
  ListEnd end = co_await question.client.ReadPageAt(std::move(path), list.name, take);
  if (end.has_more && list.has_cursors) {
    page.next = std::move(end.after_cursor);
  } else if (end.has_more && counted.number < kMostPages &&
             counted.number * counted.size < list.most) {
    ++counted.number;
    page.next = TokenOf(counted);
  }
  co_return page;
}

std::string IdText(const Value& object) {
  const auto id = IdOf(object, "id");
  return id ? fmt::format("{}", *id) : std::string();
}

// By the address where a task takes one, since that is the same in every account.
std::optional<Choice> UserChoice(const Value& object, ValueOf value) {
  Choice choice;
  choice.value = IdText(object);
  choice.label = TextOrNone(object, "name");
  choice.description = TextOrNone(object, "email");
  choice.group = TextOrNone(object, "role");
  choice.disabled = FlagOr(object, "suspended", false);
  if (value == ValueOf::kEmail && choice.description.empty()) return std::nullopt;
  if (value != ValueOf::kId && !choice.description.empty()) choice.value = choice.description;
  if (choice.value.empty()) return std::nullopt;
  return choice;
}

std::optional<Choice> OrganizationChoice(const Value& object, ValueOf value) {
  Choice choice;
  choice.value = IdText(object);
  choice.label = TextOrNone(object, "name");
  // No two organizations of an account have the same name.
  if (value == ValueOf::kName && !choice.label.empty()) choice.value = choice.label;
  if (choice.value.empty()) return std::nullopt;
  return choice;
}

// Zendesk cannot find one that holds a comma, and blanks at its ends would be lost.
bool IsFoundByExternalId(std::string_view id) {
  return !id.empty() && id.find(',') == id.npos && task_plugin::Trim(id) == id;
}

// Fields that lead to a record take its external ID, which is the same in every account.
std::optional<Choice> RecordChoice(const Value& object, bool is_for_field) {
  Choice choice;
  choice.value = TextOrNone(object, "id");
  choice.label = TextOrNone(object, "name");
  choice.description = TextOrNone(object, "external_id");
  if (is_for_field && IsFoundByExternalId(choice.description))
    choice.value = fmt::format("external_id:{}", choice.description);
  if (choice.value.empty()) return std::nullopt;
  return choice;
}

std::optional<Choice> TicketChoice(const Value& object) {
  Choice choice;
  choice.value = IdText(object);
  if (choice.value.empty()) return std::nullopt;
  choice.label = fmt::format("#{} {}", choice.value, TextOrNone(object, "subject"));
  choice.description = TextOrNone(object, "status");
  choice.disabled = choice.description == "closed";
  return choice;
}

Task<ChoicePage> SearchTickets(const Question& question, std::string_view which) {
  const std::string query = EncodePathPart(fmt::format("{} {}", which, question.request.search));
  SearchedList list;
  list.path = fmt::format("/api/v2/search?query={}&sort_by=updated_at&sort_order=desc&", query);
  list.name = "results";
  list.most = 1'000;
  return Look(question, std::move(list), TicketChoice);
}

}  // namespace

Task<ChoicePage> OfferUsers(const Question& question) {
  SearchedList list;
  list.name = "users";
  list.has_cursors = question.request.search.empty();
  list.path = list.has_cursors ? "/api/v2/users?"
                               : fmt::format("/api/v2/users/search?query={}&",
                                             EncodePathPart(question.request.search));
  const ValueOf value = question.value;
  return Look(question, std::move(list),
              [value](const Value& object) { return UserChoice(object, value); });
}

Task<ChoicePage> OfferOrganizations(const Question& question) {
  SearchedList list;
  list.name = "organizations";
  constexpr size_t kShortestBeginning = 2;  // of a name; less has to be a whole one
  const std::string& search = question.request.search;
  list.has_cursors = search.empty();
  if (list.has_cursors) {
    list.path = "/api/v2/organizations?";
  } else {
    const bool is_beginning = task_plugin::CountCharacters(search) >= kShortestBeginning;
    list.path = fmt::format("/api/v2/organizations/{}?name={}&",
                            is_beginning ? "autocomplete" : "search", EncodePathPart(search));
  }
  const ValueOf value = question.value;
  return Look(question, std::move(list),
              [value](const Value& object) { return OrganizationChoice(object, value); });
}

Task<ChoicePage> OfferRecords(const Question& question) {
  std::optional<std::string> object(question.detail);
  if (question.detail.empty()) {
    const auto& partial = question.request.partial_input.root();
    object = co_await RequireObject(question.client, partial, question.no_input);
  }
  if (!object) {
    ChoicePage page;
    page.needs.emplace_back("/object_type");
    co_return page;
  }
  SearchedList list;
  list.name = "custom_object_records";
  list.has_cursors = true;
  list.path = fmt::format("/api/v2/custom_objects/{}/records", EncodePathPart(*object));
  list.path += question.request.search.empty()
                   ? std::string("?")
                   : fmt::format("/search?query={}&", EncodePathPart(question.request.search));
  const bool is_for_field = !question.detail.empty();
  const MakeFound make_found = [is_for_field](const Value& object) {
    return RecordChoice(object, is_for_field);
  };
  co_return co_await Look(question, std::move(list), make_found);
}

Task<ChoicePage> OfferTickets(const Question& question) {
  return SearchTickets(question, "type:ticket status<closed");
}

Task<ChoicePage> OfferProblems(const Question& question) {
  return SearchTickets(question, "type:ticket ticket_type:problem status<closed");
}

}  // namespace zendesk::tasks
