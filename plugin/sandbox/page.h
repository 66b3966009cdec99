// SPDX-License-Identifier: Apache-2.0
// The page at `/`: what happens in the sandbox, live, for people.
#pragma once

#include <string>
#include <string_view>

#include "http.h"

namespace sandbox {

/// page/index.html, embedded by page/embed.cmake.
extern const std::string_view kPageHtml;

/// Base64 of the SHA-256 of what stands between the tags of the only such element, for a
/// Content-Security-Policy.
std::string hash_of_element(std::string_view html, std::string_view element);

/// The page with a policy that lets it run its own script and style and talk to its own origin, and
/// nothing else.
Response page_response();

}  // namespace sandbox
