// SPDX-License-Identifier: Apache-2.0
// What RapidJSON lets pass: the escape of a low surrogate that has no high one before it, such as
// \udc00, becomes three bytes that are no UTF-8.
#pragma once

#include <cstdint>
#include <string_view>

namespace zendesk {

/// Where the next such bytes begin in a text that RapidJSON has decoded; npos when there are none.
inline size_t FindHalfSurrogate(std::string_view text, size_t from = 0) {
  for (size_t at = text.find('\xED', from); at != text.npos; at = text.find('\xED', at + 1)) {
    if (static_cast<uint8_t>(text[at + 1]) >= 0xA0) return at;
  }
  return text.npos;
}

}  // namespace zendesk
