// SPDX-License-Identifier: Apache-2.0
// What may stand in the parts of credentials.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace zendesk::auth {

inline constexpr std::size_t kMaxPartBytes = 8192;

// A part that cannot be used: empty, too long, or with characters that do not belong there.
class BadCredentials : public std::invalid_argument {
 public:
  // `part` is the credential's name in a connection document, such as "access_token"; `fault` a
  // sentence for people about the value, in English.
  BadCredentials(const char* part, const char* fault) : std::invalid_argument(fault), part_(part) {}

  const char* part() const noexcept { return part_; }

 private:
  const char* part_;
};

// Printable ASCII without spaces.
bool FitsToken(char c);

// Throws BadCredentials when the value is empty, longer than kMaxPartBytes, or has a character that
// does not fit. The error never holds the value.
void CheckPart(const char* part, std::string_view value, bool (*fits)(char));

}  // namespace zendesk::auth
