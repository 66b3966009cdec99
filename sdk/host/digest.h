// SPDX-License-Identifier: Apache-2.0
// Tells texts apart, such as two files with the same name; no protection against an adversary.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace task_host {

// FNV-1a in 64 bits: the same in every build, and as good for one text as for its parts in turn.
class Digest {
 public:
  void Add(std::string_view text) {
    for (const char c : text) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  }
  // 16 hexadecimal digits.
  std::string Text() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[state_ >> shift & 15];
    return text;
  }

 private:
  std::uint64_t state_ = 0xCBF29CE484222325;
};

}  // namespace task_host
