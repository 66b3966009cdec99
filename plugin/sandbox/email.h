// SPDX-License-Identifier: Apache-2.0
// What passes for an e-mail address.
#pragma once

#include <string_view>

namespace sandbox {

/// One `@` with something on both sides, and nothing that ends an address in a header.
inline bool looks_like_email(std::string_view text) {
  const auto at = text.find('@');
  return at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t\r\n<>,;") == std::string_view::npos;
}

}  // namespace sandbox
