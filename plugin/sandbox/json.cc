// SPDX-License-Identifier: Apache-2.0
// Strict JSON parsing with a depth limit, and small readers.
#include "json.h"

#include <rapidjson/memorystream.h>

#include <array>
#include <charconv>

namespace sandbox {
namespace {

// RapidJSON recurses when it writes or copies a value, so depth has to be bounded before.
bool too_deep(std::string_view text) {
  constexpr int kMaximumDepth = 100;
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaximumDepth) return true;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return false;
}

// RapidJSON's own digits of a fraction are not always those that were sent.
class DigitWriter : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using Writer::Writer;

  // Without an exponent, as a field for decimal numbers takes it.
  bool Double(double number) {
    std::array<char, 400> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                   std::chars_format::fixed);
    return RawValue(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()),
                    rapidjson::kNumberType);
  }
};

}  // namespace

bool parse_json(std::string_view text, JsonDocument& out) {
  if (too_deep(text)) return false;
  constexpr unsigned kFlags = rapidjson::kParseFullPrecisionFlag |
                              rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseIterativeFlag;
  out.Parse<kFlags>(text.data(), text.size());
  return !out.HasParseError();
}

std::string valid_utf8(std::string_view text) {
  rapidjson::MemoryStream in(text.data(), text.size());
  rapidjson::StringBuffer ignored;
  bool is_valid = true;
  while (is_valid && in.Tell() < text.size()) {
    is_valid = rapidjson::UTF8<>::Validate(in, ignored) && in.Tell() <= text.size();
  }
  if (is_valid) return std::string(text);
  std::string result;
  for (const char c : text) {
    result += static_cast<unsigned char>(c) < 0x80 ? std::string(1, c) : "\xEF\xBF\xBD";
  }
  return result;
}

const Json* member(const Json& value, std::string_view name) {
  if (!value.IsObject()) return nullptr;
  for (const auto& entry : value.GetObject()) {
    if (text_of(entry.name) == name) return &entry.value;
  }
  return nullptr;
}

void merge_patch(Json& target, const Json& patch, JsonDocument::AllocatorType& allocator) {
  if (!patch.IsObject()) {
    target.CopyFrom(patch, allocator);
    return;
  }
  if (!target.IsObject()) target.SetObject();
  for (const auto& entry : patch.GetObject()) {
    if (entry.value.IsNull()) {
      target.RemoveMember(entry.name);
      continue;
    }
    if (!target.HasMember(entry.name)) {
      target.AddMember(Json(entry.name, allocator), Json(), allocator);
    }
    merge_patch(target[entry.name], entry.value, allocator);
  }
}

std::string to_text(const Json& value) {
  rapidjson::StringBuffer buffer;
  DigitWriter writer(buffer);
  value.Accept(writer);
  return {buffer.GetString(), buffer.GetSize()};
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t result = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, result);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return result;
}

}  // namespace sandbox
