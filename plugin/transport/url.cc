// SPDX-License-Identifier: Apache-2.0
// Splits a URL for messages and refuses those that two readers could understand differently.
// libcurl parses the URL again, for itself.
#include "plugin/transport/url.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace zendesk::transport {
namespace {

bool Sendable(char c) {
  return c > ' ' && c < '\x7f' && c != '#' && c != '\\';
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

bool IsUnreserved(char c) {
  return IsDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string UrlParts::HostPort() const {
  std::string text(host);
  return text.append(":").append(port);
}

std::optional<UrlParts> SplitUrl(std::string_view url) {
  constexpr std::string_view kHttp = "http://";
  constexpr std::string_view kHttps = "https://";
  UrlParts parts;
  parts.tls = url.starts_with(kHttps);
  if (!parts.tls && !url.starts_with(kHttp)) return std::nullopt;
  if (!std::all_of(url.begin(), url.end(), Sendable)) return std::nullopt;

  url.remove_prefix(parts.tls ? kHttps.size() : kHttp.size());
  const std::size_t authority_end = std::min(url.find_first_of("/?"), url.size());
  const std::string_view authority = url.substr(0, authority_end);
  if (authority.find('@') != std::string_view::npos) return std::nullopt;

  const std::string_view rest = url.substr(authority_end);
  parts.path = rest.substr(0, rest.find('?'));
  if (parts.path.empty()) parts.path = "/";

  parts.host = authority;
  parts.port = parts.tls ? "443" : "80";
  const std::size_t colon =
      authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
  if (colon != std::string_view::npos) {
    parts.host = authority.substr(0, colon);
    parts.port = authority.substr(colon + 1);
    if (parts.port.empty() || !std::all_of(parts.port.begin(), parts.port.end(), IsDigit)) {
      return std::nullopt;
    }
  }
  if (parts.host.empty()) return std::nullopt;
  return parts;
}

std::string PercentEncode(std::string_view text) {
  std::string encoded;
  // At once, as the text may be a secret and growing would leave copies behind.
  encoded.reserve(3 * text.size());
  for (const char c : text) {
    if (IsUnreserved(c)) {
      encoded += c;
    } else {
      fmt::format_to(std::back_inserter(encoded), "%{:02X}", static_cast<std::uint8_t>(c));
    }
  }
  return encoded;
}

}  // namespace zendesk::transport
