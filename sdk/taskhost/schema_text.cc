// SPDX-License-Identifier: Apache-2.0
// Reading the keywords of schemas that texts for people are made of.
#include "taskhost/schema_text.h"

#include <algorithm>
#include <string_view>

namespace taskhost {

using task_host::Json;

namespace {

// The same letters, whatever their case.
bool SameWord(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
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
  const Json* label = property.At("/x-tp/labels" + task_host::PointerStep(value));
  if (label == nullptr || label->string() == nullptr || SameWord(*label->string(), value))
    return value;
  return value + " (" + *label->string() + ")";
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
