// SPDX-License-Identifier: Apache-2.0
// Reading the keywords of schemas that texts for people are made of.
#include "taskhost/schema_text.h"

#include <algorithm>
#include <string_view>

namespace taskhost {

using task_host::Json;

namespace {

// The same letter, whatever its case.
bool SameLetter(char a, char b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return lower(a) == lower(b);
}

bool SameWord(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), SameLetter);
}

bool Holds(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(), SameLetter) !=
             text.end() ||
         part.empty();
}

// As a form shows the choice.
std::string LabelOf(const Json& choice, const Json& property) {
  if (choice.string() == nullptr) return choice.Serialize();
  const Json* label = property.At("/x-tp/labels" + task_host::PointerStep(*choice.string()));
  return label == nullptr || label->string() == nullptr ? *choice.string() : *label->string();
}

}  // namespace

bool IsRequired(const Json& schema, const std::string& name) {
  const Json* required = schema.Find("required");
  if (required == nullptr || required->array() == nullptr) return false;
  return std::any_of(required->array()->begin(), required->array()->end(), [&](const Json& item) {
    return item.string() != nullptr && *item.string() == name;
  });
}

const Json& ObjectInside(const Json& property) {
  if (const Json* entries = property.At("/x-tp/entries/schema")) return *entries;
  const Json* items = property.Find("items");
  return items == nullptr ? property : ObjectInside(*items);
}

std::string ChoiceText(const Json& choice, const Json& property) {
  if (choice.string() == nullptr || choice.string()->empty()) return choice.Serialize();
  const std::string& value = *choice.string();
  const std::string label = LabelOf(choice, property);
  return SameWord(label, value) ? value : value + " (" + label + ")";
}

std::optional<Json::Array> FixedChoices(const Json& property, const std::string& search) {
  if (property.At("/x-tp/optionsFrom") != nullptr) return std::nullopt;
  const Json& holder = property.Find("enum") != nullptr ? property : ObjectInside(property);
  const Json* choices = holder.Find("enum");
  if (choices == nullptr || choices->array() == nullptr) return std::nullopt;
  Json::Array found;
  for (const Json& choice : *choices->array()) {
    const std::string label = LabelOf(choice, holder);
    if (choice.is_null() || !(Holds(label, search) || Holds(choice.Serialize(), search))) continue;
    Json item;
    item.Set("value", choice);
    item.Set("label", Json(label));
    found.push_back(std::move(item));
  }
  return found;
}

std::string ChoicesText(const Json& property) {
  std::string list;
  const Json* choices = property.Find("enum");
  if (choices == nullptr || choices->array() == nullptr) return list;
  for (const Json& choice : *choices->array()) {
    list += (list.empty() ? "" : ", ") + ChoiceText(choice, property);
  }
  return list;
}

}  // namespace taskhost
