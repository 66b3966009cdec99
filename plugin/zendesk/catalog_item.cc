// SPDX-License-Identifier: Apache-2.0
// Zendesk's answers hold null, and texts instead of numbers, in unexpected places.
#include "plugin/zendesk/catalog_item.h"

namespace zendesk {

std::vector<int64_t> IdsOf(const rapidjson::Value& object, const char* key) {
  std::vector<int64_t> ids;
  const auto list = object.FindMember(key);
  if (list == object.MemberEnd() || !list->value.IsArray()) return ids;
  for (const rapidjson::Value& item : list->value.GetArray()) {
    if (const auto id = ToWholeNumber(item)) ids.push_back(*id);
  }
  return ids;
}

std::string TextOrNone(const rapidjson::Value& object, const char* key) {
  return SpellingOf(object, key).value_or(std::string());
}

}  // namespace zendesk
