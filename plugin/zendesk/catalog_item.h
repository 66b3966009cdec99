// SPDX-License-Identifier: Apache-2.0
// What the things of a catalog have in common: where their list is, and how their members are read.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/zendesk/json_tree.h"

namespace zendesk {

/// Where Zendesk lists things.
struct ListSource {
  std::string_view path;
  std::string_view name;  ///< of the list in the answer
  /// Not every plan has it: an account that refuses it, or does not know it, has none of them.
  bool belongs_to_plan = false;
};

/// The IDs of a list; what is none is left out.
std::vector<int64_t> IdsOf(const rapidjson::Value& object, const char* key);

/// A number as it is written; empty when it is missing or neither text nor number.
std::string TextOrNone(const rapidjson::Value& object, const char* key);

/// Calls `take` with each object of a list; nothing for what is no list.
template <typename Take>
void ForEachObject(const rapidjson::Value& object, const char* key, Take take) {
  const auto list = object.FindMember(key);
  if (list == object.MemberEnd() || !list->value.IsArray()) return;
  for (const rapidjson::Value& item : list->value.GetArray()) {
    if (item.IsObject()) take(item);
  }
}

}  // namespace zendesk
