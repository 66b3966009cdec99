// SPDX-License-Identifier: Apache-2.0
// One reader for each field type.
#include "field_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/regex/pending/unicode_iterator.hpp>
#include <locale>
#include <regex>

#include "comment_text.h"
#include "http.h"

namespace sandbox {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_option(const CustomField& field, std::string_view value) {
  return std::any_of(field.options.begin(), field.options.end(),
                     [&](const FieldOption& option) { return option.value == value; });
}

bool is_decimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  const auto dots = std::count(text.begin(), text.end(), '.');
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  return digits > 0 && dots <= 1 && digits + dots == static_cast<std::ptrdiff_t>(text.size());
}

// Code points; `text` is UTF-8, as every JSON text is.
std::wstring letters(const std::string& text) {
  using Iterator = boost::u8_to_u32_iterator<std::string::const_iterator, wchar_t>;
  return {Iterator(text.begin(), text.begin(), text.end()),
          Iterator(text.end(), text.begin(), text.end())};
}

// As in Ruby: ^ and $ are the ends of lines, and \w and \d mean letters of ASCII alone.
bool matches(const std::string& pattern, const std::string& text) {
  try {
    std::wregex regex;
    regex.imbue(std::locale::classic());
    regex.assign(letters(pattern), std::regex::ECMAScript | std::regex::multiline);
    return std::regex_search(letters(text), regex);
  } catch (const std::regex_error&) {
    return false;
  }
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

bool target_exists(const Account& account, const std::string& target, const std::string& value) {
  constexpr std::string_view kCustomObject = "zen:custom_object:";
  if (target.starts_with(kCustomObject)) {
    const CustomObject* object = account.find_custom_object(target.substr(kCustomObject.size()));
    return object && object->records.contains(value);
  }
  const auto id = parse_integer(value);
  if (!id) return false;
  if (target == "zen:user") return contains(account.users, *id);
  if (target == "zen:organization") return contains(account.organizations, *id);
  return contains(account.tickets, *id);
}

FieldValue parse_checkbox(const Json& value, std::string& problem) {
  if (value.IsBool()) return value.GetBool();
  const std::string text = value.IsString() ? std::string(text_of(value)) : to_text(value);
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  problem = "is not true or false";
  return {};
}

FieldValue parse_multiselect(const CustomField& field, const Json& value, std::string& problem) {
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

FieldValue parse_text_like(const Account& account, const CustomField& field, std::string text,
                           std::string& problem) {
  if ((field.type == "tagger" || field.type == "dropdown") && !is_option(field, text)) {
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
  } else if (field.type == "text" || field.type == "textarea") {
    text.resize(cut_text(text).size());
  } else if (field.target && !target_exists(account, *field.target, text)) {
    problem = "is not a known record";
  }
  return text;
}

}  // namespace

bool is_empty(const FieldValue& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return !*flag;
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) return list->empty();
  return true;
}

FieldValue parse_field_value(const Account& account, const CustomField& field, const Json& value,
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

void write_field_value(JsonWriter& json, const CustomField& field, const FieldValue& value) {
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

}  // namespace sandbox
