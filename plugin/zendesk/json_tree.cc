// SPDX-License-Identifier: Apache-2.0
// RapidJSON with the limits of this house.
#include "plugin/zendesk/json_tree.h"

#include <fmt/format.h>

#include <charconv>

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

std::optional<std::string> SpellingOf(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  if (member == object.MemberEnd()) return std::nullopt;
  const rapidjson::Value& value = member->value;
  if (value.IsInt64()) return fmt::format("{}", value.GetInt64());
  if (value.IsUint64()) return fmt::format("{}", value.GetUint64());
  if (value.IsDouble()) return fmt::format("{}", value.GetDouble());
  const auto text = TextOf(object, key);
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

std::optional<int64_t> ToWholeNumber(const rapidjson::Value& value) {
  if (value.IsInt64()) return value.GetInt64();
  if (!value.IsString()) return std::nullopt;
  const std::string_view text(value.GetString(), value.GetStringLength());
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<int64_t> IdOf(const rapidjson::Value& object, const char* key) {
  const auto member = object.FindMember(key);
  return member != object.MemberEnd() ? ToWholeNumber(member->value) : std::nullopt;
}

bool FlagOr(const rapidjson::Value& object, const char* key, bool otherwise) {
  const auto member = object.FindMember(key);
  if (member == object.MemberEnd()) return otherwise;
  if (member->value.IsBool()) return member->value.GetBool();
  const auto text = TextOf(object, key);
  if (text == "true") return true;
  return text == "false" ? false : otherwise;
}

bool IsFalse(const rapidjson::Value& object, const char* key) {
  return !FlagOr(object, key, true);
}

}  // namespace zendesk
