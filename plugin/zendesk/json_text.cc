// SPDX-License-Identifier: Apache-2.0
// Escapes, characters beyond ASCII, and numbers that are no plain ones.
#include "plugin/zendesk/json_text.h"

#include <charconv>
#include <cstdint>
#include <optional>

#include "plugin/zendesk/eight_chars.h"

namespace zendesk {
namespace {

void SkipPlain(JsonCursor& cursor) {
  cursor.at = SkipChars<PlainChars>(cursor.at, cursor.end);
}

// Beyond ASCII, by table 3-7 of the Unicode standard.
bool SkipSequence(JsonCursor& cursor) {
  const auto lead = static_cast<uint8_t>(*cursor.at);
  const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || cursor.end - cursor.at < length) return false;
  const auto second = static_cast<uint8_t>(cursor.at[1]);
  const int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (second < least || second > most) return false;
  for (int i = 2; i < length; ++i) {
    if ((static_cast<uint8_t>(cursor.at[i]) & 0xC0) != 0x80) return false;
  }
  cursor.at += length;
  return true;
}

std::optional<uint32_t> TakeHex(JsonCursor& cursor) {
  constexpr int kDigits = 4;
  if (cursor.end - cursor.at < kDigits) return std::nullopt;
  uint32_t unit = 0;
  const auto [end, error] = std::from_chars(cursor.at, cursor.at + kDigits, unit, 16);
  if (error != std::errc() || end != cursor.at + kDigits) return std::nullopt;
  cursor.at += kDigits;
  return unit;
}

void AppendUtf8(uint32_t point, std::string& text) {
  const auto tail = [point](int shift) {
    return static_cast<char>(0x80 | (point >> shift & 0x3F));
  };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xC0 | point >> 6);
    text += tail(0);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0 | point >> 12);
    text += tail(6);
    text += tail(0);
  } else {
    text += static_cast<char>(0xF0 | point >> 18);
    text += tail(12);
    text += tail(6);
    text += tail(0);
  }
}

// The character behind "\u". A high surrogate needs its low one.
std::optional<uint32_t> TakeCodePoint(JsonCursor& cursor) {
  const auto unit = TakeHex(cursor);
  if (!unit || *unit < 0xD800 || *unit > 0xDBFF) return unit;
  if (cursor.end - cursor.at < 2 || cursor.at[0] != '\\' || cursor.at[1] != 'u')
    return std::nullopt;
  cursor.at += 2;
  const auto low = TakeHex(cursor);
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
  return 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
}

// What an escape stands for; the backslash is the next character.
std::optional<uint32_t> TakeEscape(JsonCursor& cursor) {
  if (cursor.end - cursor.at < 2) return std::nullopt;
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const char letter = cursor.at[1];
  cursor.at += 2;
  if (letter == 'u') return TakeCodePoint(cursor);
  const size_t place = kLetters.find(letter);
  if (place == kLetters.npos) return std::nullopt;
  return static_cast<uint8_t>(kMeanings[place]);
}

// At least one.
bool SkipDigits(JsonCursor& cursor) {
  const char* const begin = cursor.at;
  cursor.at = SkipChars<Digits>(begin, cursor.end);
  return cursor.at != begin;
}

// Any one of two characters, which may be the same.
bool SkipOne(JsonCursor& cursor, char one, char other) {
  if (cursor.at == cursor.end || (*cursor.at != one && *cursor.at != other)) return false;
  ++cursor.at;
  return true;
}

// Whether a strict reader could refuse the number, which it makes a double.
bool IsBeyondDouble(std::string_view number, bool has_exponent) {
  constexpr size_t kSafeDigits = 300;
  if (!has_exponent && number.size() <= kSafeDigits) return false;
  double value = 0;
  const std::errc error = std::from_chars(number.data(), number.data() + number.size(), value).ec;
  const bool is_tiny = number.find("e-") != number.npos || number.find("E-") != number.npos;
  return error == std::errc::result_out_of_range && !is_tiny;
}

}  // namespace

std::optional<std::string_view> TakeText(JsonCursor& cursor, std::string* decoded) {
  const char* begin = cursor.at;  // of what is not in `decoded` yet
  bool has_escape = false;
  for (SkipPlain(cursor); cursor.at != cursor.end; SkipPlain(cursor)) {
    const char c = *cursor.at;
    if (c == '"') {
      std::string_view text(begin, cursor.at);
      if (has_escape && decoded != nullptr) text = decoded->append(text);
      ++cursor.at;
      return text;
    }
    if (c != '\\') {
      if (static_cast<uint8_t>(c) < 0x80 || !SkipSequence(cursor)) return std::nullopt;
      continue;
    }
    if (decoded != nullptr) {
      if (!has_escape) decoded->clear();
      decoded->append(begin, cursor.at);
    }
    has_escape = true;
    const auto point = TakeEscape(cursor);
    if (!point) return std::nullopt;
    if (decoded != nullptr) AppendUtf8(*point, *decoded);
    begin = cursor.at;
  }
  return std::nullopt;
}

std::optional<std::string_view> TakeNumber(JsonCursor& cursor) {
  const char* const begin = cursor.at;
  SkipOne(cursor, '-', '-');
  if (!SkipOne(cursor, '0', '0') && !SkipDigits(cursor)) return std::nullopt;
  if (SkipOne(cursor, '.', '.') && !SkipDigits(cursor)) return std::nullopt;
  const bool has_exponent = SkipOne(cursor, 'e', 'E');
  if (has_exponent) {
    SkipOne(cursor, '+', '-');
    if (!SkipDigits(cursor)) return std::nullopt;
  }
  const std::string_view number(begin, cursor.at);
  if (IsBeyondDouble(number, has_exponent)) return std::nullopt;
  return number;
}

}  // namespace zendesk
