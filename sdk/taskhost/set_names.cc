// SPDX-License-Identifier: Apache-2.0
// Names are near when they have pairs of letters in common.
#include "taskhost/set_names.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Json;

std::string Lower(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

// From 0, nothing in common, to 1000, the same pairs.
std::size_t Nearness(std::string_view a, std::string_view b) {
  if (a.size() < 2 || b.size() < 2) return 0;
  std::size_t common = 0;
  for (std::size_t at = 0; at + 2 <= a.size(); ++at) {
    if (b.find(a.substr(at, 2)) != b.npos) ++common;
  }
  return 2000 * common / (a.size() + b.size() - 2);
}

// The nearest first; all of them when none is near.
std::string NamesNear(const std::string& given, const Json& properties) {
  constexpr std::size_t kNear = 300;
  constexpr std::size_t kMost = 5;
  std::vector<std::pair<std::size_t, std::string>> ranked;
  for (const auto& [name, property] : *properties.object())
    ranked.emplace_back(Nearness(Lower(given), Lower(name)), name);
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  const bool is_any_near = !ranked.empty() && ranked.front().first >= kNear;
  std::string list;
  std::size_t count = 0;
  for (const auto& [nearness, name] : ranked) {
    if (is_any_near && (nearness < kNear || ++count > kMost)) break;
    list.append(list.empty() ? "" : ", ").append(name);
  }
  return list;
}

}  // namespace

void CheckSetNames(const Options& options, const Json& schema, Language language) {
  const Json* properties = schema.Find("properties");
  const Json* others = schema.Find("additionalProperties");
  const bool is_closed = others != nullptr && others->boolean() != nullptr && !*others->boolean() &&
                         schema.At("/x-tp/schemaFrom") == nullptr;
  if (!is_closed || properties == nullptr || properties->object() == nullptr) return;
  for (const auto& [name, text] : options.sets) {
    if (properties->Find(name) != nullptr) continue;
    throw Stop::Usage(Say(language, Text::kTaskHasNoField, name) + " " +
                      Say(language, Text::kNearestNames, NamesNear(name, *properties)));
  }
}

}  // namespace taskhost
