// SPDX-License-Identifier: Apache-2.0
// Short answers read as a tree: lists, jobs.
#pragma once

#include <rapidjson/document.h>

#include <optional>
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

bool IsFalse(const rapidjson::Value& object, const char* key);

}  // namespace zendesk
