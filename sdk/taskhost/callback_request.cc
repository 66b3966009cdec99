// SPDX-License-Identifier: Apache-2.0
// As much of HTTP as the way back from a sign-in needs.
#include "taskhost/callback_request.h"

#include <algorithm>
#include <charconv>

namespace taskhost {
namespace {

// Cuts what is in front of the separator off the text; all of it when there is none.
std::string_view Cut(std::string_view& text, std::string_view separator) {
  const std::size_t end = text.find(separator);
  const std::string_view front = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
  return front;
}

bool SameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return (x >= 'A' && x <= 'Z' ? static_cast<char>(x + 32) : x) == y;
  });
}

// A value of a query: + is a blank and %41 an A; what is malformed stays as it is.
std::string Decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned char byte = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && text.size() - i > 2 &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

std::optional<std::string> Parameter(std::string_view query, std::string_view name) {
  std::optional<std::string> value;
  while (!query.empty()) {
    std::string_view pair = Cut(query, "&");
    if (Cut(pair, "=") != name) continue;
    if (value) return std::nullopt;
    value = Decoded(pair);
  }
  return value;
}

// The value of the one header of this lower-case name.
std::optional<std::string> Header(std::string_view lines, std::string_view name) {
  std::optional<std::string> value;
  while (!lines.empty()) {
    std::string_view line = Cut(lines, "\r\n");
    if (!SameName(Cut(line, ":"), name)) continue;
    if (value) return std::nullopt;
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    value = line.substr(0, line.find_last_not_of(" \t") + 1);
  }
  return value;
}

}  // namespace

std::optional<CallbackRequest> ParseCallback(std::string_view head) {
  std::string_view line = Cut(head, "\r\n");
  const std::string_view method = Cut(line, " ");
  std::string_view target = Cut(line, " ");
  const std::optional<std::string> host = Header(head, "host");
  if (method != "GET" || !target.starts_with('/') || !host) return std::nullopt;
  if (line != "HTTP/1.1" && line != "HTTP/1.0") return std::nullopt;
  CallbackRequest request;
  request.host = *host;
  request.path = Cut(target, "?");
  request.state = Parameter(target, "state");
  request.code = Parameter(target, "code");
  request.error = Parameter(target, "error");
  request.error_description = Parameter(target, "error_description");
  return request;
}

bool SameSecret(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  }
  return difference == 0;
}

}  // namespace taskhost
