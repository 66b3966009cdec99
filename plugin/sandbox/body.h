// SPDX-License-Identifier: Apache-2.0
// The bodies of writes: one JSON object inside of another that names its kind.
#pragma once

#include <string_view>

#include "http.h"
#include "json.h"

namespace sandbox {

/// False and `problem` when the body is no JSON, or does not say that it is.
bool read_body(const Request& request, JsonDocument& document, Response& problem);

/// The object `name` of the request's body, which `document` keeps; nullptr and `problem` when the
/// body is no JSON or has no such object.
const Json* object_of_body(const Request& request, std::string_view name, JsonDocument& document,
                           Response& problem);

}  // namespace sandbox
