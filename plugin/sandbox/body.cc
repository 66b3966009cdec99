// SPDX-License-Identifier: Apache-2.0
// Media type, JSON and wrapper, checked in this order.
#include "body.h"

#include "errors.h"

namespace sandbox {

bool read_body(const Request& request, JsonDocument& document, Response& problem) {
  const std::string* type = request.header("content-type");
  if (!type || lower(*type).find("json") == std::string::npos) {
    problem = named_error(415, "UnsupportedMediaType", "Content-Type must be application/json");
    return false;
  }
  if (parse_json(request.body, document)) return true;
  problem = unparsable_json();
  return false;
}

const Json* object_of_body(const Request& request, std::string_view name, JsonDocument& document,
                           Response& problem) {
  if (!read_body(request, document, problem)) return nullptr;
  const Json* object = member(document, name);
  if (object && object->IsObject()) return object;
  problem = parameter_missing(name);
  return nullptr;
}

}  // namespace sandbox
