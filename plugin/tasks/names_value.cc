// SPDX-License-Identifier: Apache-2.0
// Type by type. developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/
#include "plugin/tasks/names_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "author/format.h"
#include "author/text.h"
#include "plugin/tasks/names_number.h"
#include "plugin/tasks/names_option.h"
#include "plugin/tasks/names_pattern.h"
#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

// Those that hold one value as it is given.
constexpr std::array kPlainTypes = {"text", "textarea", "currency"};

bool IsText(const json::Value& value) {
  return value.IsString() && !json::IsNumberText(value);
}

// A date, or the day of a time as it stands there: in its own time zone.
std::optional<std::string> DayOf(const std::string& text) {
  if (task_plugin::HasFormat("date", text)) return text;
  if (!task_plugin::HasFormat("date-time", text)) return std::nullopt;
  return text.substr(0, text.find_first_of("Tt "));
}

// Without the blanks and dashes between them; Zendesk itself hides all but the last four.
std::optional<std::string> CardDigits(std::string text) {
  constexpr size_t kFewest = 4;
  constexpr size_t kMost = 19;
  std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
  const bool is_card = std::all_of(text.begin(), text.end(),
                                   [](char c) { return (c >= '0' && c <= '9') || c == 'X'; });
  if (!is_card || text.size() < kFewest || text.size() > kMost) return std::nullopt;
  return text;
}

class ValueConverter {
 public:
  ValueConverter(const Field& field, const std::string& pointer, const Input& input,
                 std::vector<Fault>& faults)
      : field_(field), pointer_(pointer), input_(input), faults_(faults) {}

  std::string Convert(const json::Value& value) {
    const std::string_view type = field_.type;
    if (type == "multiselect") return Options(value);
    if (type == "tagger" || type == "dropdown") return Option(value);
    if (type == "checkbox") return Flag(value);
    const auto is_type = [type](const char* plain) { return type == plain; };
    if (std::any_of(kPlainTypes.begin(), kPlainTypes.end(), is_type)) return Plain(value);
    if (type == "regexp") return Pattern(value);
    return FromText(value);
  }

 private:
  std::string Plain(const json::Value& value) {
    if (value.IsArray()) Refuse(input_.Say("{} takes one value, and no list.", field_.title));
    if (value.IsBool()) Refuse(input_.Say("{} takes a text, not true or false.", field_.title));
    return {};
  }

  // What Zendesk looks at is the text as it is given, with the blanks around it.
  std::string Pattern(const json::Value& value) {
    Plain(value);
    const std::optional<std::string> text =
        IsText(value) ? std::string(json::Text(value)) : Written(value);
    if (!text || FitsPattern(field_.regexp, *text).value_or(true)) return {};
    faults_.push_back({pointer_,
                       "bad_format",
                       input_.Say("{}: the value does not fit the pattern that Zendesk demands "
                                  "there, {}.",
                                  field_.title, field_.regexp),
                       field_.title,
                       {},
                       input_.Say("Correct the value, or leave the field out.")});
    return {};
  }

  std::string Flag(const json::Value& value) {
    if (value.IsBool()) return {};
    if (IsText(value)) {
      if (const auto word = input_.Word(json::Text(value))) return *word ? "true" : "false";
    }
    return Refuse(input_.Say("{} takes true or false.", field_.title));
  }

  // What is short enough to be looked at letter by letter.
  std::string FromText(const json::Value& value) {
    const std::string_view type = field_.type;
    const std::optional<std::string> text = Written(value);
    if (type == "integer") {
      const auto number = text ? WholeNumber(*text) : std::nullopt;
      if (number) return *number;
      const bool is_whole = text && text->find_first_not_of("+-0123456789") == std::string::npos;
      if (is_whole) return Refuse(input_.Say("{}: this number is too large.", field_.title));
      return Refuse(input_.Say("{} takes a whole number.", field_.title));
    }
    if (type == "decimal") {
      const bool has_exponent = text && text->find_first_of("eE") != std::string::npos;
      if (value.IsNumber() && !has_exponent) return {};
      const auto number = text ? DecimalNumber(*text) : std::nullopt;
      if (number) return *number;
      if (!IsText(value) && text)
        return Refuse(
            input_.Say("{}: this number is too large or too small to be written in "
                       "digits.",
                       field_.title));
      return Refuse(
          input_.Say("{} takes a number, with a point before its fraction.", field_.title));
    }
    if (type == "date") {
      const auto day = IsText(value) ? DayOf(*text) : std::nullopt;
      if (day) return Quoted(*day);
      return Refuse(input_.Say("{} takes a date such as 2026-11-22.", field_.title));
    }
    if (type == "partialcreditcard") {
      const auto digits = text ? CardDigits(*text) : std::nullopt;
      if (digits) return Quoted(*digits);
      return Refuse(input_.Say("{} takes the digits of a card's number.", field_.title));
    }
    return {};  // a type that is newer than this table
  }

  std::string Option(const json::Value& value) {
    if (!IsText(value)) return Refuse(input_.Say("{} takes one of its options.", field_.title));
    const FieldOption* option = MatchOption(field_, json::Text(value), pointer_, input_, faults_);
    return option != nullptr ? Quoted(option->value) : std::string();
  }

  // One text is one option, else the list that it may be.
  std::string Options(const json::Value& value) {
    std::vector<std::string> values;
    if (IsText(value)) {
      const std::string_view text = json::Text(value);
      const auto items =
          HasOption(field_, text) ? std::nullopt : task_plugin::SplitQuotedList(text);
      for (const std::string& item : items.value_or(std::vector<std::string>{std::string(text)}))
        AddOption(item, pointer_, values);
    } else if (value.IsArray()) {
      for (rapidjson::SizeType i = 0; i < value.Size(); ++i)
        AddOption(json::Text(value[i]), fmt::format("{}/{}", pointer_, i), values);
    } else {
      return Refuse(input_.Say("{} takes a list of options.", field_.title));
    }
    std::string list = "[";
    for (const std::string& one : values) {
      if (list.size() > 1) list += ',';
      list += Quoted(one);
    }
    return list + "]";
  }

  // Each once, however often it is named.
  void AddOption(std::string_view text, const std::string& pointer,
                 std::vector<std::string>& values) {
    const FieldOption* option = MatchOption(field_, text, pointer, input_, faults_);
    if (option != nullptr && std::find(values.begin(), values.end(), option->value) == values.end())
      values.push_back(option->value);
  }

  // Of a field with options these are told, too.
  std::string Refuse(std::string message) {
    faults_.push_back({pointer_, "wrong_type", std::move(message), field_.title,
                       OptionsNear("", field_),
                       input_.Say("Correct the value, or leave the field out.")});
    return {};
  }

  const Field& field_;
  const std::string& pointer_;
  const Input& input_;
  std::vector<Fault>& faults_;
};

}  // namespace

std::optional<std::string> Written(const json::Value& value) {
  if (IsText(value)) return std::string(task_plugin::Trim(json::Text(value)));
  if (!value.IsNumber() && !json::IsNumberText(value)) return std::nullopt;
  json::Buffer buffer;
  json::Writer writer(buffer);
  json::Write(writer, value);
  return buffer.Take();
}

std::string ConvertValue(const Field& field, const json::Value& value, const std::string& pointer,
                         const Input& input, std::vector<Fault>& faults) {
  if (value.IsNull() || (value.IsString() && value.GetStringLength() == 0)) return {};
  return ValueConverter(field, pointer, input, faults).Convert(value);
}

}  // namespace zendesk::tasks
