// SPDX-License-Identifier: Apache-2.0
// The languages, and where a text is found.
#include "taskhost/texts.h"

#include "taskhost/texts_table.h"

namespace taskhost {

Language LanguageOf(const task_host::Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const std::string value = environment.Get(name);
    if (value.empty()) continue;
    return LanguageOf(value).value_or(Language::kEnglish);
  }
  return Language::kEnglish;
}

std::optional<Language> LanguageOf(std::string_view locale) {
  const std::string_view language = locale.substr(0, locale.find_first_of("-_.@"));
  if (language == "fr") return Language::kFrench;
  if (language == "en") return Language::kEnglish;
  return std::nullopt;
}

std::string_view LocaleName(Language language) {
  return language == Language::kFrench ? "fr" : "en";
}

std::string_view TextOf(Text text, Language language) {
  // In the order of the enumeration, which the tables prove to be without gaps.
  auto at = static_cast<std::size_t>(text);
  for (const std::span<const Entry> table :
       {HelpTexts(), HostTexts(), FormTexts(), ConnectionTexts(), SignInTexts(), EachTexts(),
        NewPluginTexts(), BundleTexts()}) {
    if (at < table.size()) {
      return language == Language::kFrench ? table[at].french : table[at].english;
    }
    at -= table.size();
  }
  return {};
}

}  // namespace taskhost
