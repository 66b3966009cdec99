// SPDX-License-Identifier: Apache-2.0
// Status line, headers, length, connection.
#include "wire.h"

#include <fmt/format.h>

#include <boost/beast/http/status.hpp>

namespace sandbox {

namespace http = boost::beast::http;

std::string status_and_headers(const Response& response) {
  std::string bytes =
      fmt::format("HTTP/1.1 {} {}\r\n", response.status,
                  std::string(http::obsolete_reason(static_cast<http::status>(response.status))));
  for (const auto& [name, value] : response.headers) {
    bytes += fmt::format("{}: {}\r\n", name, value);
  }
  return bytes;
}

std::string head_and_body(const Response& response, bool keep_alive, bool body_wanted) {
  std::string bytes = status_and_headers(response);
  const bool may_have_body = response.status != 204 && response.status != 304;
  if (may_have_body) bytes += fmt::format("content-length: {}\r\n", response.body.size());
  bytes += keep_alive ? "connection: keep-alive\r\n\r\n" : "connection: close\r\n\r\n";
  if (body_wanted && may_have_body) bytes += response.body;
  return bytes;
}

}  // namespace sandbox
