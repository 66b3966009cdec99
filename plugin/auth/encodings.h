// SPDX-License-Identifier: Apache-2.0
// The spellings in which a secret travels, and so may turn up where it must not.
#pragma once

#include <functional>
#include <string_view>

#include "plugin/auth/secret.h"

namespace zendesk::auth {

// With padding (RFC 4648, section 4).
Secret Base64(std::string_view plain);

// The text as the inside of a JSON string: quotes, backslashes and control characters escaped.
Secret JsonEscaped(std::string_view text);

// Calls `visit` with the text itself and with its Base64, URL and JSON forms, as far as they
// differ.
void ForEachForm(std::string_view secret, const std::function<void(std::string_view)>& visit);

}  // namespace zendesk::auth
