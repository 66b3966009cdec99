// SPDX-License-Identifier: Apache-2.0
// Sentences for people, in the language that the host asks for. As with gettext, the English
// sentence stands in the code and is the key of its translation, which a locale file holds:
// {"locale":"fr","texts":{"{} is required.":"Le champ « {} » est obligatoire."}}
#pragma once

#include <fmt/core.h>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "author/json.h"

namespace task_plugin {

/// The language at the beginning of a locale's name, in lower case: "fr" of "fr-CA" and of
/// "fr_FR.UTF-8".
std::string LanguageOf(std::string_view locale);

/// The sentences in one language. Immutable, so any number of threads may share it.
class Texts {
 public:
  /// English, which needs no table.
  Texts() = default;
  /// The SDK's own texts in a language, and those of the plugin's locale file for it, null when it
  /// has none. In a language that neither knows, everything stays English.
  Texts(std::string_view language, const json::Value* locale_file);

  static const Texts& English();

  /// `english` is a pattern of fmt's. Its translation takes the same arguments and may change their
  /// order, with {1} and {0}; a text without a translation stays English.
  template <typename... Args>
  std::string Say(fmt::format_string<Args...> english, Args&&... args) const {
    return Format(english, fmt::make_format_args(args...));
  }

  /// The same for a pattern whose arguments, as many as it takes, have been texts before.
  std::string Say(std::string_view english, const std::vector<std::string>& args) const;

 private:
  void Add(const json::Value& locale_file);
  std::string Format(fmt::string_view english, fmt::format_args args) const;

  std::map<std::string, std::string, std::less<>> translations_;
};

}  // namespace task_plugin
