// SPDX-License-Identifier: Apache-2.0
// Reading and writing JSON: the few things the sandbox needs, over RapidJSON.
#pragma once

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

using Json = rapidjson::Value;
using JsonDocument = rapidjson::Document;

/// False for anything that is not one JSON text in valid UTF-8, or is nested deeper than 100
/// levels.
bool parse_json(std::string_view text, JsonDocument& out);

/// nullptr when `value` is no object or has no such member.
const Json* member(const Json& value, std::string_view name);

/// Applies a JSON merge patch (RFC 7396): null takes a member away, objects are merged.
void merge_patch(Json& target, const Json& patch, JsonDocument::AllocatorType& allocator);

std::string to_text(const Json& value);

inline std::string_view text_of(const Json& value) {
  return {value.GetString(), value.GetStringLength()};
}

/// The whole text as a decimal int64; nothing else around it.
std::optional<std::int64_t> parse_integer(std::string_view text);

/// The text itself, or with U+FFFD in place of every byte that is not ASCII when it is not UTF-8.
std::string valid_utf8(std::string_view text);

/// Builds one JSON text. Values may be null, bool, integer, double, text, optional or vector of
/// them.
class JsonWriter {
 public:
  JsonWriter& begin_object() { return writer_.StartObject(), *this; }
  JsonWriter& end_object() { return writer_.EndObject(), *this; }
  JsonWriter& begin_array() { return writer_.StartArray(), *this; }
  JsonWriter& end_array() { return writer_.EndArray(), *this; }

  JsonWriter& key(std::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
    return *this;
  }

  JsonWriter& value(std::nullptr_t) { return writer_.Null(), *this; }
  JsonWriter& value(bool v) { return writer_.Bool(v), *this; }
  JsonWriter& value(double v) { return writer_.Double(v), *this; }
  JsonWriter& value(const char* v) { return value(std::string_view(v)); }
  JsonWriter& value(const std::string& v) { return value(std::string_view(v)); }
  JsonWriter& value(std::string_view v) {
    writer_.String(v.data(), static_cast<rapidjson::SizeType>(v.size()));
    return *this;
  }
  template <std::integral T>
  JsonWriter& value(T v) {
    return writer_.Int64(static_cast<std::int64_t>(v)), *this;
  }
  template <typename T>
  JsonWriter& value(const std::optional<T>& v) {
    return v ? value(*v) : value(nullptr);
  }
  template <typename T>
  JsonWriter& value(const std::vector<T>& items) {
    begin_array();
    for (const T& item : items) value(item);
    return end_array();
  }

  /// `json` must be one complete JSON text.
  JsonWriter& raw(std::string_view json) {
    writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
    return *this;
  }

  template <typename T>
  JsonWriter& field(std::string_view name, const T& v) {
    return key(name).value(v);
  }
  JsonWriter& raw_field(std::string_view name, std::string_view json) {
    return key(name).raw(json);
  }

  std::string text() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

/// One value as JSON text.
template <typename T>
std::string json_text(const T& value) {
  JsonWriter writer;
  writer.value(value);
  return writer.text();
}

}  // namespace sandbox
