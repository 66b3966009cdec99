// SPDX-License-Identifier: Apache-2.0
// Type by type. developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/
#include "plugin/tasks/names_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "author/format.h"
#include "author/text.h"
#include "plugin/tasks/nearest.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Fault;
using task_plugin::Input;

bool IsText(const json::Value& value) {
  return value.IsString() && !json::IsNumberText(value);
}

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view WithoutSign(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return text;
}

bool IsDecimal(std::string_view text) {
  text = WithoutSign(text);
  const size_t point = std::min(text.find('.'), text.size());
  const std::string_view fraction = text.substr(std::min(point + 1, text.size()));
  return IsDigits(text.substr(0, point)) && (point == text.size() || IsDigits(fraction));
}

bool IsWholeNumber(const json::Value& value) {
  if (IsText(value)) return IsDigits(WithoutSign(json::Text(value)));
  return value.IsInt64() || value.IsUint64();
}

bool IsNumber(const json::Value& value) {
  if (IsText(value)) return IsDecimal(json::Text(value));
  return value.IsNumber() || json::IsNumberText(value);
}

bool IsFlag(const json::Value& value) {
  return value.IsBool() ||
         (IsText(value) && (json::Text(value) == "true" || json::Text(value) == "false"));
}

bool IsCardNumber(const json::Value& value) {
  if (!IsText(value)) return value.IsUint64();
  const std::string_view text = json::Text(value);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == ' ' || c == '-' || c == 'X';
  });
}

class ValueResolver {
 public:
  ValueResolver(const TicketField& field, const std::string& pointer, const Input& input,
                std::vector<Fault>& faults)
      : field_(field), pointer_(pointer), input_(input), faults_(faults) {}

  void Resolve(const json::Value& value, ResolvedField& resolved) {
    if (field_.type == "tagger") {
      if (IsText(value)) return ResolveOption(value, pointer_, resolved.tags.emplace());
      Refuse(input_.Say("{} takes one of its options.", field_.title));
    } else if (field_.type == "multiselect") {
      ResolveOptions(value, resolved.tags.emplace());
    } else if (value.IsArray()) {
      Refuse(input_.Say("{} takes one value, and no list.", field_.title));
    } else {
      CheckPlain(value);
    }
  }

 private:
  void CheckPlain(const json::Value& value) {
    const std::string_view type = field_.type;
    if (type == "checkbox" && !IsFlag(value)) {
      Refuse(input_.Say("{} takes true or false.", field_.title));
    } else if (type == "integer" && !IsWholeNumber(value)) {
      Refuse(input_.Say("{} takes a whole number.", field_.title));
    } else if (type == "decimal" && !IsNumber(value)) {
      Refuse(input_.Say("{} takes a number, with a point before its fraction.", field_.title));
    } else if (type == "date" &&
               !(IsText(value) && task_plugin::HasFormat("date", json::Text(value)))) {
      Refuse(input_.Say("{} takes a date such as 2026-11-22.", field_.title));
    } else if (type == "partialcreditcard" && !IsCardNumber(value)) {
      Refuse(input_.Say("{} takes the digits of a card's number.", field_.title));
    } else if (type == "lookup" && !IsText(value) && !IsWholeNumber(value)) {
      Refuse(input_.Say("{} takes the ID of what it leads to.", field_.title));
    }
  }

  void ResolveOptions(const json::Value& value, std::vector<std::string>& tags) {
    if (IsText(value)) return ResolveOption(value, pointer_, tags);
    if (!value.IsArray()) return Refuse(input_.Say("{} takes a list of options.", field_.title));
    for (rapidjson::SizeType i = 0; i < value.Size(); ++i)
      ResolveOption(value[i], fmt::format("{}/{}", pointer_, i), tags);
  }

  // A tag, else a label, else one that differs only in case and blanks.
  void ResolveOption(const json::Value& value, const std::string& pointer,
                     std::vector<std::string>& tags) {
    const std::string_view text = json::Text(value);
    const std::string folded = task_plugin::Fold(text);
    const auto found = [&](auto is_meant) {
      std::vector<const FieldOption*> options;
      for (const FieldOption& option : field_.options) {
        if (is_meant(option)) options.push_back(&option);
      }
      return options;
    };
    auto options = found([&](const FieldOption& option) { return option.value == text; });
    if (options.empty())
      options = found([&](const FieldOption& option) { return option.name == text; });
    if (options.empty()) {
      options = found([&](const FieldOption& option) {
        return task_plugin::Fold(option.name) == folded ||
               task_plugin::Fold(option.value) == folded;
      });
    }
    if (options.size() == 1) return tags.push_back(options.front()->value);
    RefuseOption(text, pointer, options);
  }

  void RefuseOption(std::string_view text, const std::string& pointer,
                    const std::vector<const FieldOption*>& several) {
    std::vector<std::string> choices;
    if (several.empty()) {
      for (const FieldOption& option : field_.options) choices.push_back(option.name);
      faults_.push_back({pointer, "not_allowed",
                         input_.Say("{} has no option \"{}\".", field_.title, text), field_.title,
                         Nearest(text, std::move(choices)),
                         input_.Say("Give the label of an option, or its tag.")});
    } else {
      for (const FieldOption* option : several) choices.push_back(option->value);
      faults_.push_back({pointer, "ambiguous_name",
                         input_.Say("{} has several options \"{}\".", field_.title, text),
                         field_.title, Nearest(text, std::move(choices)),
                         input_.Say("Give the tag of the one that you mean.")});
    }
  }

  void Refuse(std::string message) {
    faults_.push_back({pointer_, "wrong_type", std::move(message), field_.title, {}, ""});
  }

  const TicketField& field_;
  const std::string& pointer_;
  const Input& input_;
  std::vector<Fault>& faults_;
};

}  // namespace

void ResolveValue(const TicketField& field, const json::Value& value, const std::string& pointer,
                  const Input& input, ResolvedField& resolved, std::vector<Fault>& faults) {
  if (value.IsNull() || (value.IsString() && value.GetStringLength() == 0)) return;
  ValueResolver(field, pointer, input, faults).Resolve(value, resolved);
}

}  // namespace zendesk::tasks
