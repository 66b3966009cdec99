// SPDX-License-Identifier: Apache-2.0
// How often each endpoint was called.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "http.h"
#include "json.h"
#include "router.h"

namespace sandbox {

class ApiCalls {
 public:
  /// `route` is nullptr when the request has none; those of OAuth go by their path.
  void count(const Request& request, const Route* route) {
    ++total_;
    const bool is_oauth = request.path == "/oauth/tokens";
    const std::string name = route      ? endpoint(route->method, route->pattern)
                             : is_oauth ? endpoint(request.method, request.path)
                                        : "other";
    ++by_endpoint_[name];
  }

  /// `{"total":2,"by_endpoint":{"POST /api/v2/tickets":2}}`
  void write(JsonWriter& json) const {
    json.begin_object().field("total", total_).key("by_endpoint").begin_object();
    for (const auto& [name, count] : by_endpoint_) json.field(name, count);
    json.end_object().end_object();
  }

 private:
  static std::string endpoint(std::string_view method, std::string_view path) {
    return std::string(method).append(" ").append(path);
  }

  std::uint64_t total_ = 0;
  std::map<std::string, std::uint64_t> by_endpoint_;
};

}  // namespace sandbox
