// SPDX-License-Identifier: Apache-2.0
// UTF-8 is decoded by hand, since everything in the standard library that does it asks the locale.
#include "author/text.h"

#include <cstdint>
#include <cstring>

#include "author/marks.h"

namespace task_plugin {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";
constexpr std::string_view kNarrowNoBreakSpace = "\u202F";

// How many characters of ASCII a text begins with, or fewer: eight at a time, since most is ASCII.
size_t AsciiAtStart(std::string_view text) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  size_t at = 0;
  for (uint64_t eight = 0; text.size() - at >= sizeof eight; at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & kHighBits) != 0) break;
  }
  return at;
}

// Length of the well-formed sequence at the start of text, 0 when there is none.
size_t SequenceLength(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(0);
  if (lead < 0x80) return 1;
  size_t length = 0;
  uint8_t low = 0x80;  // limits of the second byte: they shut out overlong forms and surrogates
  uint8_t high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return 0;
  }
  if (text.size() < length || byte(1) < low || byte(1) > high) return 0;
  for (size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

size_t BlankAtStart(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  if (text.starts_with(kNoBreakSpace)) return kNoBreakSpace.size();
  if (text.starts_with(kNarrowNoBreakSpace)) return kNarrowNoBreakSpace.size();
  return 0;
}

size_t BlankAtEnd(std::string_view text) {
  if (text.empty()) return 0;
  const char last = text.back();
  if (last == ' ' || (last >= '\t' && last <= '\r')) return 1;
  if (text.ends_with(kNoBreakSpace)) return kNoBreakSpace.size();
  if (text.ends_with(kNarrowNoBreakSpace)) return kNarrowNoBreakSpace.size();
  return 0;
}

// Lower case of the letters U+00C0..U+017F, which are two bytes long in both cases.
uint32_t LowerLatin(uint32_t letter) {
  if (letter >= 0xC0 && letter <= 0xDE && letter != 0xD7) return letter + 0x20;
  if (letter == 0x178) return 0xFF;  // Ÿ
  const bool even_is_upper =
      (letter >= 0x100 && letter <= 0x137) || (letter >= 0x14A && letter <= 0x177);
  const bool odd_is_upper =
      (letter >= 0x139 && letter <= 0x148) || (letter >= 0x179 && letter <= 0x17E);
  if (even_is_upper && letter % 2 == 0 && letter != 0x130) return letter + 1;
  if (odd_is_upper && letter % 2 == 1) return letter + 1;
  return letter;
}

}  // namespace

size_t FindNotUtf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    at += AsciiAtStart(text.substr(at));
    if (at == text.size()) break;
    const size_t length = SequenceLength(text.substr(at));
    if (length == 0) return at;
    at += length;
  }
  return text.npos;
}

size_t CountCharacters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<uint8_t>(c) & 0xC0) != 0x80;
  return count;
}

std::string_view Trim(std::string_view text) {
  while (const size_t blank = BlankAtStart(text)) text.remove_prefix(blank);
  while (const size_t blank = BlankAtEnd(text)) text.remove_suffix(blank);
  return text;
}

std::string Fold(std::string_view text) {
  text = Trim(text);
  std::string folded;
  folded.reserve(text.size());
  const auto add_latin = [&folded](uint32_t letter) {
    folded += static_cast<char>(0xC0 | letter >> 6);
    folded += static_cast<char>(0x80 | (letter & 0x3F));
  };
  while (!text.empty()) {
    if (const size_t blank = BlankAtStart(text)) {
      text.remove_prefix(blank);
      if (!folded.ends_with(' ')) folded += ' ';
      continue;
    }
    const auto lead = static_cast<uint8_t>(text[0]);
    if (lead >= 'A' && lead <= 'Z') {
      folded += static_cast<char>(lead + ('a' - 'A'));
      text.remove_prefix(1);
    } else if (lead >= 0xC3 && lead <= 0xC5 && text.size() > 1) {
      add_latin(LowerLatin((lead & 0x1Fu) << 6 | (static_cast<uint8_t>(text[1]) & 0x3Fu)));
      text.remove_prefix(2);
    } else if (const uint32_t marked = folded.empty() ? 0 : WithMark(folded.back(), text)) {
      folded.pop_back();
      add_latin(marked);
      text.remove_prefix(kMarkSize);
    } else {
      folded += text[0];
      text.remove_prefix(1);
    }
  }
  return folded;
}

}  // namespace task_plugin
