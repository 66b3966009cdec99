// SPDX-License-Identifier: Apache-2.0
// RapidJSON with the limits of this house.
#include "plugin/zendesk/json_tree.h"

#include "plugin/zendesk/half_surrogate.h"

namespace zendesk {

bool ParseTree(std::string_view body, rapidjson::Document& document) {
  constexpr size_t kLongestBody = size_t{4} << 20;
  constexpr unsigned kFlags =
      rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag;
  if (body.size() > kLongestBody) return false;
  document.Parse<kFlags>(body.data(), body.size());
  return !document.HasParseError() && document.IsObject();
}

const rapidjson::Value* ListOf(const rapidjson::Value& object, const char* name) {
  const auto list = object.FindMember(name);
  return list != object.MemberEnd() && list->value.IsArray() ? &list->value : nullptr;
}

const rapidjson::Value* ObjectOf(const rapidjson::Value* parent, const char* key) {
  if (parent == nullptr || !parent->IsObject()) return nullptr;
  const auto member = parent->FindMember(key);
  return member != parent->MemberEnd() && member->value.IsObject() ? &member->value : nullptr;
}

std::optional<std::string_view> TextOf(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  if (member == object.MemberEnd() || !member->value.IsString()) return std::nullopt;
  const std::string_view text(member->value.GetString(), member->value.GetStringLength());
  if (FindHalfSurrogate(text) != text.npos) return std::nullopt;
  return text;
}

bool IsFalse(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  return member != object.MemberEnd() && member->value.IsFalse();
}

}  // namespace zendesk
