// SPDX-License-Identifier: Apache-2.0
// 48 bits of milliseconds and 80 bits that look random, in Crockford's base 32.
#include "ulid.h"

#include <algorithm>

namespace sandbox {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLength = 26;

void append(std::string& text, std::uint64_t bits, int characters) {
  for (int i = characters - 1; i >= 0; --i) text += kAlphabet[bits >> (5 * i) & 31];
}

}  // namespace

std::uint64_t scramble(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

std::string UlidMaker::next(Seconds now) {
  const auto milliseconds = static_cast<std::uint64_t>(std::max<Seconds>(now, 0)) * 1000;
  last_milliseconds_ = std::max(milliseconds, last_milliseconds_ + 1);
  ++count_;
  std::string text;
  append(text, last_milliseconds_, 10);
  append(text, scramble(count_), 8);
  append(text, scramble(~count_), 8);
  return text;
}

bool is_ulid(std::string_view text) {
  return text.size() == kLength && text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

}  // namespace sandbox
