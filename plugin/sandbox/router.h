// SPDX-License-Identifier: Apache-2.0
// Which endpoint answers which method and path.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "call.h"

namespace sandbox {

using Endpoint = Response (*)(const Call&);

struct Route {
  std::string_view method;
  std::string_view pattern;  ///< the path with `{id}` and `{key}`
  Endpoint endpoint;
  bool agents_only;
  std::string id;   ///< what stands in place of `{id}`
  std::string key;  ///< what stands in place of `{key}`
};

/// `path` is decoded and without `.json`. HEAD finds what GET finds.
std::optional<Route> find_route(std::string_view method, std::string_view path);

}  // namespace sandbox
