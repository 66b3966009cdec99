// SPDX-License-Identifier: Apache-2.0
// Zendesk's answers hold null, and texts instead of numbers, in unexpected places.
#include "plugin/zendesk/catalog_item.h"

#include <charconv>

#include "plugin/zendesk/json_tree.h"

namespace zendesk {
namespace {

std::optional<int64_t> ToId(const rapidjson::Value& value) {
  if (value.IsInt64()) return value.GetInt64();
  if (!value.IsString()) return std::nullopt;
  const std::string_view text(value.GetString(), value.GetStringLength());
  int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return id;
}

}  // namespace

std::optional<int64_t> IdOf(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  return member != object.MemberEnd() ? ToId(member->value) : std::nullopt;
}

std::vector<int64_t> IdsOf(const rapidjson::Value& object, const char* key) {
  std::vector<int64_t> ids;
  const auto list = object.FindMember(key);
  if (list == object.MemberEnd() || !list->value.IsArray()) return ids;
  for (const rapidjson::Value& item : list->value.GetArray()) {
    if (const auto id = ToId(item)) ids.push_back(*id);
  }
  return ids;
}

std::string TextOrNone(const rapidjson::Value& object, const char* key) {
  return std::string(TextOf(object, key).value_or(std::string_view()));
}

bool FlagOr(const rapidjson::Value& object, const char* key, bool otherwise) {
  const auto member = object.FindMember(key);
  return member != object.MemberEnd() && member->value.IsBool() ? member->value.GetBool()
                                                                : otherwise;
}

}  // namespace zendesk
