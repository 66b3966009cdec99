// SPDX-License-Identifier: Apache-2.0
// Looks a sentence up, then fills it.
#include "author/texts.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include "tp_author_embedded.h"

namespace task_plugin {
namespace {

// Made when the library is loaded: a child of a process that made it later, on another thread,
// could wait for it for ever.
const Texts kEnglish;

}  // namespace

std::string LanguageOf(std::string_view locale) {
  std::string language(locale.substr(0, locale.find_first_of("_-.@")));
  for (char& c : language) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  return language;
}

Texts::Texts(std::string_view language, const json::Value* locale_file) {
  if (language == "en") return;
  const std::string_view own = author_embedded::File(fmt::format("locales/{}.json", language));
  if (!own.empty()) Add(json::Document::Parse(std::string(own), "A locale file").root());
  if (locale_file != nullptr) Add(*locale_file);
}

const Texts& Texts::English() {
  return kEnglish;
}

void Texts::Add(const json::Value& locale_file) {
  const json::Value* texts = locale_file.IsObject() ? json::Find(locale_file, "texts") : nullptr;
  if (texts == nullptr || !texts->IsObject()) return;
  for (const auto& text : texts->GetObject()) {
    if (text.value.IsString())
      translations_.insert_or_assign(std::string(json::Text(text.name)),
                                     std::string(json::Text(text.value)));
  }
}

std::string Texts::Say(std::string_view english, const std::vector<std::string>& args) const {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const std::string& arg : args) store.push_back(std::cref(arg));
  return Format({english.data(), english.size()}, store);
}

std::string Texts::Format(fmt::string_view english, fmt::format_args args) const {
  const auto translation = translations_.find(std::string_view(english.data(), english.size()));
  if (translation != translations_.end()) {
    try {
      return fmt::vformat(translation->second, args);
    } catch (const fmt::format_error&) {
      // A translation with other arguments is no use to anybody.
    }
  }
  return fmt::vformat(english, args);
}

}  // namespace task_plugin
