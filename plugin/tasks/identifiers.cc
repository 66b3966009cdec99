// SPDX-License-Identifier: Apache-2.0
// Fields of their own for the usual ones, a list for the rest.
#include "plugin/tasks/identifiers.h"

#include <fmt/format.h>
#include <rapidjson/document.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "author/json.h"
#include "author/text.h"
#include "plugin/zendesk/catalog_item.h"
#include "plugin/zendesk/json_tree.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;

// The properties that are named like the identifier's type.
constexpr std::array kTypes = {"email", "phone_number", "facebook", "twitter"};

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return lower;
}

// Zendesk writes telephone numbers in its own way.
bool IsSameValue(const Identifier& asked, std::string_view value) {
  if (asked.type != "phone_number")
    return task_plugin::Fold(asked.value) == task_plugin::Fold(value);
  const auto digits_of = [](std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
                 [](char c) { return c >= '0' && c <= '9'; });
    return digits;
  };
  return digits_of(asked.value) == digits_of(value);
}

void Add(std::string_view type, std::string_view value, std::string pointer,
         std::vector<Identifier>& list) {
  Identifier one{std::string(type), type == "email" ? LowerCase(value) : std::string(value),
                 std::move(pointer)};
  const bool known = std::any_of(list.begin(), list.end(), [&](const Identifier& other) {
    return other.type == one.type && other.value == one.value;
  });
  if (!known) list.push_back(std::move(one));
}

}  // namespace

std::string Spelled(const Identifier& identifier) {
  return fmt::format("{}:{}", identifier.type, identifier.value);
}

std::vector<Identifier> IdentifiersOf(const task_plugin::Input& input) {
  std::vector<Identifier> list;
  for (const char* type : kTypes) {
    if (const auto value = input.Text(type)) Add(type, *value, json::Join("", type), list);
  }
  if (const json::Value* others = input.Find("identifiers")) {
    for (rapidjson::SizeType i = 0; i < others->Size(); ++i) {
      const json::Value& other = (*others)[i];
      Add(json::Text(*json::Find(other, "type")), json::Text(*json::Find(other, "value")),
          fmt::format("/identifiers/{}", i), list);
    }
  }
  return list;
}

std::vector<task_plugin::Warning> IdentifierDifferences(const task_plugin::Input& input,
                                                        std::string_view profile) {
  std::vector<Identifier> kept;
  rapidjson::Document document;
  if (ParseTree(profile, document)) {
    ForEachObject(document, "identifiers", [&kept](const rapidjson::Value& identifier) {
      kept.push_back({TextOrNone(identifier, "type"), TextOrNone(identifier, "value"), {}});
    });
  }
  std::vector<task_plugin::Warning> differences;
  for (const Identifier& asked : IdentifiersOf(input)) {
    const bool is_kept = std::any_of(kept.begin(), kept.end(), [&asked](const Identifier& other) {
      return other.type == asked.type && IsSameValue(asked, other.value);
    });
    if (is_kept) continue;
    const bool is_listed = asked.pointer.find('/', 1) != asked.pointer.npos;
    const std::string_view property =
        is_listed ? "identifiers" : std::string_view(asked.pointer).substr(1);
    differences.push_back({"not_as_asked",
                           input.Say("{}: Zendesk's answer does not have the identifier \"{}\".",
                                     input.Title(property), asked.type),
                           asked.pointer});
  }
  return differences;
}

}  // namespace zendesk::tasks
