// SPDX-License-Identifier: Apache-2.0
// Eight characters at a time, in plain arithmetic: most of an answer is text and digits.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace zendesk {

inline constexpr uint64_t kEachByte = 0x0101010101010101;
inline constexpr uint64_t kHighBits = 0x80 * kEachByte;

/// As a number, the first of them lowest.
template <typename Number = uint64_t>
inline Number LoadChars(const char* at) {
  static_assert(std::endian::native == std::endian::little);
  Number chars = 0;
  std::memcpy(&chars, at, sizeof chars);
  return chars;
}

/// Fewer than eight, with zeros in the place of the rest.
inline uint64_t LoadFew(const char* at, size_t count) {
  // Two halves, which overlap.
  if (count >= 4) {
    const uint64_t last = LoadChars<uint32_t>(at + count - 4);
    return LoadChars<uint32_t>(at) | last << 8 * (count - 4);
  }
  uint64_t few = 0;
  for (size_t i = 0; i < count; ++i) few |= uint64_t{static_cast<uint8_t>(at[i])} << 8 * i;
  return few;
}

/// The place in memory of the first byte whose high bit is set; there must be one.
inline size_t FirstMarked(uint64_t marks) {
  return static_cast<unsigned>(std::countr_zero(marks)) / 8;
}

/// What may stand in a JSON text as it is, and is ASCII.
struct PlainChars {
  /// The high bits of those of eight characters that are no such ones; a zero is none. Of several
  /// only the first is right for certain: what it borrows comes from those behind it.
  static uint64_t Others(uint64_t eight) {
    // One bit of each character changed, the quotation mark is next to the control characters.
    const uint64_t controls_and_quotes = (eight ^ ('"' ^ ' ') * kEachByte) - (' ' + 1) * kEachByte;
    const uint64_t backslashes = (eight ^ '\\' * kEachByte) - kEachByte;
    return (eight | controls_and_quotes | backslashes) & kHighBits;
  }
};

struct Digits {
  /// As PlainChars::Others().
  static uint64_t Others(uint64_t eight) {
    const uint64_t values = eight ^ '0' * kEachByte;
    return (values | (values + (0x80 - 10) * kEachByte)) & kHighBits;
  }
};

/// SkipChars() for fewer than eight.
template <typename Chars>
const char* SkipFew(const char* at, const char* end) {
  return at + FirstMarked(Chars::Others(LoadFew(at, static_cast<size_t>(end - at))));
}

/// The first character that is no such one, or `end`.
template <typename Chars>
inline const char* SkipChars(const char* at, const char* end) {
  for (; end - at >= 8; at += 8) {
    const uint64_t others = Chars::Others(LoadChars(at));
    if (others != 0) return at + FirstMarked(others);
  }
  return SkipFew<Chars>(at, end);
}

}  // namespace zendesk
