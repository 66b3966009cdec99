// SPDX-License-Identifier: Apache-2.0
// The first rule that finds any option decides.
#include "plugin/tasks/names_option.h"

#include <algorithm>

#include "author/nearest.h"
#include "author/text.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Fault;
using task_plugin::Input;
using Options = std::vector<const FieldOption*>;

template <typename IsMeant>
Options OptionsThat(const Field& field, IsMeant is_meant) {
  Options options;
  for (const FieldOption& option : field.options) {
    if (is_meant(option)) options.push_back(&option);
  }
  return options;
}

Options FindOptions(const Field& field, std::string_view text) {
  Options options =
      OptionsThat(field, [text](const FieldOption& option) { return option.value == text; });
  if (!options.empty()) return options;
  options = OptionsThat(field, [text](const FieldOption& option) { return option.name == text; });
  if (!options.empty()) return options;
  const std::string folded = task_plugin::Fold(text);
  return OptionsThat(field, [&folded](const FieldOption& option) {
    return task_plugin::Fold(option.name) == folded || task_plugin::Fold(option.value) == folded;
  });
}

Fault UnknownOption(const Field& field, std::string_view text, const std::string& pointer,
                    const Input& input) {
  return {pointer,
          "not_allowed",
          input.Say("{} has no option \"{}\".", field.title, text),
          field.title,
          OptionsNear(text, field),
          input.Say("Give the label of an option, or its tag.")};
}

Fault SeveralOptions(const Field& field, std::string_view text, const std::string& pointer,
                     const Input& input, const Options& options) {
  std::vector<std::string> choices;
  for (const FieldOption* option : options) choices.push_back(option->value);
  return {pointer,
          "ambiguous_name",
          input.Say("{} has several options \"{}\".", field.title, text),
          field.title,
          task_plugin::Nearest(text, std::move(choices)),
          input.Say("Give the tag of the one that you mean.")};
}

}  // namespace

const FieldOption* MatchOption(const Field& field, std::string_view text,
                               const std::string& pointer, const Input& input,
                               std::vector<Fault>& faults) {
  const Options options = FindOptions(field, text);
  if (options.size() == 1) return options.front();
  faults.push_back(options.empty() ? UnknownOption(field, text, pointer, input)
                                   : SeveralOptions(field, text, pointer, input, options));
  return nullptr;
}

std::vector<std::string> OptionsNear(std::string_view text, const Field& field) {
  std::vector<std::string> choices;
  for (const FieldOption& option : field.options) choices.push_back(option.name);
  return task_plugin::Nearest(text, std::move(choices));
}

bool HasOption(const Field& field, std::string_view text) {
  return std::any_of(field.options.begin(), field.options.end(), [text](const FieldOption& option) {
    return option.value == text || option.name == text;
  });
}

}  // namespace zendesk::tasks
