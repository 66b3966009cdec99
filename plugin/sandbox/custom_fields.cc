// SPDX-License-Identifier: Apache-2.0
// One reader for each field type, and the tags that come with checkboxes and options.
#include "custom_fields.h"

#include <fmt/format.h>
#include <regex.h>

#include <algorithm>
#include <set>

#include "http.h"
#include "ticket_draft.h"

namespace sandbox {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_option(const TicketField& field, std::string_view value) {
  return std::any_of(field.options.begin(), field.options.end(),
                     [&](const FieldOption& option) { return option.value == value; });
}

bool is_decimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto dots = std::count(text.begin(), text.end(), '.');
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return digits > 0 && dots <= 1 && digits + dots == static_cast<std::ptrdiff_t>(text.size());
}

bool matches(const std::string& pattern, const std::string& text) {
  regex_t compiled;
  if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
  const bool result = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return result;
}

// Only the last four digits are kept.
std::string masked(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (is_digit(c)) digits += c;
    if (lower(c) == 'x') digits += 'X';
  }
  for (std::size_t i = 0; i + 4 < digits.size(); ++i) digits[i] = 'X';
  return digits;
}

bool target_exists(const Account& account, const TicketField& field, Id id) {
  if (field.target == "zen:user") return contains(account.users, id);
  if (field.target == "zen:organization") return contains(account.organizations, id);
  return contains(account.tickets, id);
}

FieldValue parse_checkbox(const Json& value, std::string& problem) {
  if (value.IsBool()) return value.GetBool();
  const std::string text = value.IsString() ? std::string(text_of(value)) : to_text(value);
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  problem = "is not true or false";
  return {};
}

FieldValue parse_multiselect(const TicketField& field, const Json& value, std::string& problem) {
  std::vector<std::string> chosen;
  const auto add = [&](const Json& item) {
    if (!item.IsString() || !is_option(field, text_of(item))) {
      problem = fmt::format("{} is not an option", item.IsString() ? text_of(item) : "the value");
    } else if (std::find(chosen.begin(), chosen.end(), text_of(item)) == chosen.end()) {
      chosen.emplace_back(text_of(item));
    }
  };
  if (value.IsArray()) {
    for (const Json& item : value.GetArray()) add(item);
  } else {
    add(value);
  }
  return chosen;
}

FieldValue parse_text_like(const Account& account, const TicketField& field, std::string text,
                           std::string& problem) {
  if (field.type == "tagger" && !is_option(field, text)) {
    problem = fmt::format("{} is not an option", text);
  } else if (field.type == "integer" && !parse_integer(text)) {
    problem = "is not a number";
  } else if (field.type == "decimal" && !is_decimal(text)) {
    problem = "is not a decimal number";
  } else if (field.type == "date" && !is_calendar_date(text)) {
    problem = "is not a date";
  } else if (field.type == "regexp" && !matches(*field.regexp, text)) {
    problem = "does not have the right format";
  } else if (field.type == "partialcreditcard") {
    text = masked(text);
    if (text.size() < 4) problem = "is not a card number";
  } else if (field.type == "lookup") {
    const auto id = parse_integer(text);
    if (!id || !target_exists(account, field, *id)) problem = "is not a known record";
  }
  return text;
}

std::vector<std::string> tags_of(const TicketField& field, const FieldValue& value) {
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return *list;
  if (const auto* flag = std::get_if<bool>(&value)) {
    return *flag && field.tag ? std::vector{*field.tag} : std::vector<std::string>{};
  }
  const auto* text = std::get_if<std::string>(&value);
  return text && field.type == "tagger" ? std::vector{*text} : std::vector<std::string>{};
}

// Zendesk keeps tags in lower case, each once and in order; white space and commas part them.
void add_tags(std::set<std::string>& tags, std::string_view text) {
  std::string tag;
  const auto finish = [&] {
    if (!tag.empty()) tags.insert(std::exchange(tag, {}));
  };
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
      finish();
    } else {
      tag += lower(c);
    }
  }
  finish();
}

void read_tags(TicketDraft& draft, const Json& value) {
  std::set<std::string> tags;
  if (value.IsString()) {
    add_tags(tags, text_of(value));
  } else if (value.IsArray()) {
    for (const Json& item : value.GetArray()) {
      if (item.IsString()) {
        add_tags(tags, text_of(item));
      } else {
        draft.errors.add("tags", "Tags: is invalid");
      }
    }
  } else if (!value.IsNull()) {
    draft.errors.add("tags", "Tags: is invalid");
  }
  draft.next.tags.assign(tags.begin(), tags.end());
}

bool has_tag(const TicketProperties& ticket, const std::string& tag) {
  return std::binary_search(ticket.tags.begin(), ticket.tags.end(), tag);
}

// Fields whose values are tags follow when the tags are set.
void follow_tags(const TicketField& field, TicketProperties& ticket) {
  if (field.type == "checkbox" && field.tag) {
    ticket.custom_fields[field.id] = has_tag(ticket, *field.tag);
  } else if (field.type == "tagger" || field.type == "multiselect") {
    std::vector<std::string> chosen;
    for (const FieldOption& option : field.options) {
      if (has_tag(ticket, option.value)) chosen.push_back(option.value);
    }
    FieldValue value;
    if (field.type == "multiselect") value = chosen;
    if (field.type == "tagger" && !chosen.empty()) value = chosen.front();
    ticket.custom_fields[field.id] = value;
  }
}

void set_field(TicketProperties& ticket, const TicketField& field, FieldValue value) {
  std::set<std::string> tags(ticket.tags.begin(), ticket.tags.end());
  FieldValue& stored = ticket.custom_fields[field.id];
  for (const std::string& tag : tags_of(field, stored)) tags.erase(tag);
  stored = std::move(value);
  for (const std::string& tag : tags_of(field, stored)) tags.insert(tag);
  ticket.tags.assign(tags.begin(), tags.end());
}

// Ids that are no custom field of the account are passed over without a word.
void read_field(TicketDraft& draft, const Json& entry) {
  const Json* id = member(entry, "id");
  const auto number = id ? as_id(*id) : std::nullopt;
  const TicketField* field = number ? draft.account.find_field(*number) : nullptr;
  if (!field || field->is_system()) return;
  std::string problem;
  const Json null;
  const Json* value = member(entry, "value");
  FieldValue parsed = parse_field_value(draft.account, *field, value ? *value : null, problem);
  if (problem.empty()) {
    set_field(draft.next, *field, std::move(parsed));
  } else {
    draft.errors.add_for_ticket_field(fmt::format("{}: {}", field->title, problem), "InvalidValue",
                                      field->id, field_class(*field));
  }
}

}  // namespace

std::string field_class(const TicketField& field) {
  if (field.type == "partialcreditcard") return "FieldPartialCreditCard";
  return "Field" + title_of(field.type);
}

bool is_empty(const FieldValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return !*flag;
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return list->empty();
  return true;
}

FieldValue parse_field_value(const Account& account, const TicketField& field, const Json& value,
                             std::string& problem) {
  if (value.IsNull() || (value.IsString() && value.GetStringLength() == 0)) return {};
  if (field.type == "checkbox") return parse_checkbox(value, problem);
  if (field.type == "multiselect") return parse_multiselect(field, value, problem);
  if (!value.IsString() && !value.IsNumber()) {
    problem = "is invalid";
    return {};
  }
  std::string text = value.IsString() ? std::string(text_of(value)) : to_text(value);
  return parse_text_like(account, field, std::move(text), problem);
}

void write_field_value(JsonWriter& json, const TicketField& field, const FieldValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) {
    json.value(*flag);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    json.value(*text);
  } else if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    json.value(*list);
  } else if (field.type == "checkbox") {
    json.value(false);
  } else {
    json.value(nullptr);
  }
}

void read_tags_and_fields(TicketDraft& draft, const Json& ticket) {
  if (const Json* tags = member(ticket, "tags")) {
    read_tags(draft, *tags);
    for (const TicketField& field : draft.account.ticket_fields) follow_tags(field, draft.next);
  }
  const Json* fields = member(ticket, "custom_fields");
  if (!fields) fields = member(ticket, "fields");
  if (!fields || fields->IsNull()) return;
  if (!fields->IsArray()) return draft.errors.add("custom_fields", "Custom fields: is invalid");
  for (const Json& entry : fields->GetArray()) read_field(draft, entry);
}

}  // namespace sandbox
