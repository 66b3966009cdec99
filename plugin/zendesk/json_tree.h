// SPDX-License-Identifier: Apache-2.0
// Short answers read as a tree: lists, jobs.
#pragma once

#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zendesk {

/// False for what is no JSON object in UTF-8, or too long: a tree takes many times as much as its
/// text.
bool ParseTree(std::string_view body, rapidjson::Document& document);

/// The list of that name in it; null when there is none.
const rapidjson::Value* ListOf(const rapidjson::Value& object, const char* name);

/// A member that is an object; null when there is none, or no parent.
const rapidjson::Value* ObjectOf(const rapidjson::Value* parent, const char* key);

/// A member that is a text without half surrogates.
std::optional<std::string_view> TextOf(const rapidjson::Value& object, const char* key);

/// The same, or a number as it is written: Zendesk gives one for the other.
std::optional<std::string> SpellingOf(const rapidjson::Value& object, const char* key);

/// A whole number, or the text of one; nothing for another value.
std::optional<int64_t> ToWholeNumber(const rapidjson::Value& value);

/// An ID or a count, as a number or as the text of one.
std::optional<int64_t> IdOf(const rapidjson::Value& object, const char* key);

/// True, false or the text of one; `otherwise` when it is missing or anything else.
bool FlagOr(const rapidjson::Value& object, const char* key, bool otherwise);

bool IsFalse(const rapidjson::Value& object, const char* key);

}  // namespace zendesk
