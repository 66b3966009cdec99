// SPDX-License-Identifier: Apache-2.0
// What of a request may be written down: everything but its credentials, and no
// files.
#pragma once

#include <string>
#include <string_view>

#include "http.h"

namespace sandbox {

/// Keeps the scheme of Authorization: whether a client sent a bearer token or a password is worth
/// seeing.
std::string masked_header(std::string_view name, const std::string& value);

/// Codes, secrets, tokens, and what is unknown are `***` where the path is one of OAuth.
std::string masked_target(const Request& request);
/// Of an upload it tells size and SHA-256.
std::string masked_body(const Request& request);

}  // namespace sandbox
