// SPDX-License-Identifier: Apache-2.0
// The checks that all parts share.
#include "plugin/auth/bad_credentials.h"

#include <algorithm>

namespace zendesk::auth {

bool FitsToken(char c) {
  return c > ' ' && c < '\x7f';
}

void CheckPart(const char* part, std::string_view value, bool (*fits)(char)) {
  if (value.empty()) throw BadCredentials(part, "This value is empty.");
  if (value.size() > kMaxPartBytes) throw BadCredentials(part, "This value is too long.");
  if (!std::all_of(value.begin(), value.end(), fits)) {
    throw BadCredentials(part, "This value has characters that cannot be part of it.");
  }
}

}  // namespace zendesk::auth
