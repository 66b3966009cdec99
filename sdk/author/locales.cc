// SPDX-License-Identifier: Apache-2.0
// Looks words up in the locale documents. Their shape:
// {"locale":"fr","words":{"true":[..],"false":[..]},"texts":{..},
//  "tasks":{"<id>":{"properties":{"<path>":{"title":"..","labels":{..},"aliases":{..}}}}},
//  "connections":{"<type>":{"properties":{..}}}}
#include "author/locales.h"

#include "author/text.h"

namespace task_plugin {
namespace {

// Follows member names down; null where one is missing.
const json::Value* Walk(const json::Value& root, std::initializer_list<std::string_view> keys) {
  const json::Value* at = &root;
  for (const std::string_view key : keys) {
    if (!at->IsObject()) return nullptr;
    at = json::Find(*at, key);
    if (at == nullptr) return nullptr;
  }
  return at;
}

bool Lists(const json::Value* words, std::string_view folded) {
  if (words == nullptr || !words->IsArray()) return false;
  for (const json::Value& word : words->GetArray()) {
    if (word.IsString() && Fold(json::Text(word)) == folded) return true;
  }
  return false;
}

}  // namespace

Locales::Locales(const std::vector<std::string_view>& documents, std::string_view locale) {
  const std::string language = LanguageOf(locale);
  for (const std::string_view text : documents) {
    documents_.push_back(json::Document::Parse(std::string(text), "A locale file"));
    const json::Value* name = Walk(documents_.back().root(), {"locale"});
    if (name != nullptr && name->IsString() && LanguageOf(json::Text(*name)) == language)
      chosen_ = documents_.size() - 1;
  }
  texts_ = Texts(language, chosen_ ? &documents_[*chosen_].root() : nullptr);
}

std::string_view Locales::Title(std::string_view owner, std::string_view path) const {
  if (!chosen_) return {};
  // A task's id has a dot, a connection type's has none.
  for (const std::string_view owners : {"tasks", "connections"}) {
    const json::Value* title =
        Walk(documents_[*chosen_].root(), {owners, owner, "properties", path, "title"});
    if (title != nullptr && title->IsString()) return json::Text(*title);
  }
  return {};
}

std::optional<bool> Locales::Boolean(std::string_view text) const {
  const std::string folded = Fold(text);
  if (folded == "true") return true;
  if (folded == "false") return false;
  for (const json::Document& locale : documents_) {
    if (Lists(Walk(locale.root(), {"words", "true"}), folded)) return true;
    if (Lists(Walk(locale.root(), {"words", "false"}), folded)) return false;
  }
  return std::nullopt;
}

std::vector<Choice> Locales::Choices(std::string_view task, std::string_view path) const {
  std::vector<Choice> choices;
  for (const json::Document& locale : documents_) {
    const json::Value* property = Walk(locale.root(), {"tasks", task, "properties", path});
    if (property == nullptr) continue;
    if (const json::Value* labels = Walk(*property, {"labels"});
        labels != nullptr && labels->IsObject()) {
      for (const auto& label : labels->GetObject()) {
        choices.push_back({Fold(json::Text(label.value)), std::string(json::Text(label.name))});
      }
    }
    if (const json::Value* aliases = Walk(*property, {"aliases"});
        aliases != nullptr && aliases->IsObject()) {
      for (const auto& alias : aliases->GetObject()) {
        for (const json::Value& text : alias.value.GetArray()) {
          choices.push_back({Fold(json::Text(text)), std::string(json::Text(alias.name))});
        }
      }
    }
  }
  return choices;
}

}  // namespace task_plugin
