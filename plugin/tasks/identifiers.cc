// SPDX-License-Identifier: Apache-2.0
// Fields of their own for the usual ones, a list for the rest.
#include "plugin/tasks/identifiers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "author/json.h"

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

}  // namespace zendesk::tasks
