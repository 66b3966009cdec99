// SPDX-License-Identifier: Apache-2.0
// Splits the text into terms, then tries each of them.
#include "ticket_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "http.h"
#include "json.h"

namespace sandbox {
namespace {

constexpr std::array<std::string_view, 6> kCategories{"new",  "open",   "pending",
                                                      "hold", "solved", "closed"};

std::ptrdiff_t rank_of(std::string_view category) {
  return std::find(kCategories.begin(), kCategories.end(), category) - kCategories.begin();
}

bool compares(std::ptrdiff_t a, std::string_view relation, std::ptrdiff_t b) {
  if (relation == "<") return a < b;
  if (relation == ">") return a > b;
  if (relation == "<=") return a <= b;
  if (relation == ">=") return a >= b;
  return a == b;
}

bool has_text(const std::string& text, const std::string& part) {
  return lower(text).find(part) != std::string::npos;
}

// A value that may be missing, which `none` asks for.
bool is_value(const std::optional<std::string>& value, const std::string& wanted) {
  return value ? lower(*value) == wanted : wanted == "none";
}

template <typename Map>
bool is_setting(const Map& settings, std::optional<Id> id, const std::string& wanted) {
  const auto found = id ? settings.find(*id) : settings.end();
  if (found == settings.end()) return wanted == "none";
  return lower(found->second.name) == wanted || fmt::to_string(*id) == wanted;
}

bool has_word(const Ticket& ticket, const std::string& word) {
  return fmt::to_string(ticket.id) == word || has_text(ticket.subject.value_or(""), word) ||
         std::any_of(ticket.comments.begin(), ticket.comments.end(),
                     [&](const Comment& comment) { return has_text(comment.plain_body, word); });
}

}  // namespace

TicketQuery::TicketQuery(const Account& account, const User& caller, std::string_view text)
    : account_(account), caller_id_(caller.id) {
  std::string word;
  bool is_quoted = false;
  const auto finish = [&] {
    if (!word.empty()) terms_.push_back(parse(std::exchange(word, {})));
  };
  for (const char c : text) {
    if (c == '"') is_quoted = !is_quoted;
    if (c == ' ' && !is_quoted) finish();
    if (c != '"' && (c != ' ' || is_quoted)) word += lower(c);
  }
  finish();
}

TicketQuery::Term TicketQuery::parse(std::string_view word) {
  constexpr std::array<std::string_view, 12> kFields{
      "type",    "status", "ticket_type", "priority", "tags",  "external_id",
      "subject", "form",   "brand",       "assignee", "group", "requester"};
  Term term;
  term.is_negated = word.size() > 1 && word.front() == '-';
  if (term.is_negated) word.remove_prefix(1);
  const auto at = word.find_first_of(":<>");
  const std::string_view field = word.substr(0, at);
  if (at == std::string_view::npos ||
      std::find(kFields.begin(), kFields.end(), field) == kFields.end()) {
    term.value = word;
    return term;
  }
  const std::size_t size = word.substr(at + 1).starts_with('=') ? 2 : 1;
  term.field = field;
  term.relation = word.substr(at, size);
  term.value = word.substr(at + size);
  return term;
}

bool TicketQuery::fits(const Ticket& ticket) const {
  return std::all_of(terms_.begin(), terms_.end(),
                     [&](const Term& term) { return fits(ticket, term) != term.is_negated; });
}

bool TicketQuery::fits(const Ticket& ticket, const Term& term) const {
  const std::string& value = term.value;
  if (term.field.empty()) return has_word(ticket, value);
  if (term.field == "type") return value == "ticket";
  if (term.field == "status") {
    return compares(rank_of(ticket.status), term.relation, rank_of(value));
  }
  if (term.field == "ticket_type") return is_value(ticket.type, value);
  if (term.field == "priority") return is_value(ticket.priority, value);
  if (term.field == "external_id") return is_value(ticket.external_id, value);
  if (term.field == "subject") return has_text(ticket.subject.value_or(""), value);
  if (term.field == "form") return is_setting(account_.ticket_forms, ticket.ticket_form_id, value);
  if (term.field == "brand") return is_setting(account_.brands, ticket.brand_id, value);
  if (term.field == "group") return is_setting(account_.groups, ticket.group_id, value);
  if (term.field == "assignee") return is_user(term, ticket.assignee_id);
  if (term.field == "requester") return is_user(term, ticket.requester_id);
  if (value == "none") return ticket.tags.empty();
  return std::find(ticket.tags.begin(), ticket.tags.end(), value) != ticket.tags.end();
}

bool TicketQuery::is_user(const Term& term, std::optional<Id> id) const {
  const User* user = id ? account_.find_user(*id) : nullptr;
  if (!user) return term.value == "none";
  return fmt::to_string(*id) == term.value || (term.value == "me" && *id == caller_id_) ||
         lower(user->name) == term.value || user->email == term.value;
}

}  // namespace sandbox
