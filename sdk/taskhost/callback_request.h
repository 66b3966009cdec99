// SPDX-License-Identifier: Apache-2.0
// What a browser asks of the address that it comes back to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace taskhost {

struct CallbackRequest {
  std::string host;  // of the header
  std::string path;
  // Of the query, decoded; nothing when it is not there, or there more than once.
  std::optional<std::string> state;
  std::optional<std::string> code;
  std::optional<std::string> error;
  std::optional<std::string> error_description;
};

// Takes the head of a request, with the empty line at its end. Nothing for what is no GET of
// HTTP/1.0 or 1.1 with one Host header and a path.
std::optional<CallbackRequest> ParseCallback(std::string_view head);

// Compares in a time that does not tell where the first difference is.
bool SameSecret(std::string_view a, std::string_view b);

}  // namespace taskhost
