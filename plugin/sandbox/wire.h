// SPDX-License-Identifier: Apache-2.0
// Answers as the bytes of HTTP/1.1.
#pragma once

#include <string>

#include "http.h"

namespace sandbox {

/// Without the empty line that ends a head, so that more can be said.
std::string status_and_headers(const Response& response);

/// The whole answer; the length of a body is told even if only the head is wanted.
std::string head_and_body(const Response& response, bool keep_alive, bool body_wanted);

}  // namespace sandbox
