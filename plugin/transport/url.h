// SPDX-License-Identifier: Apache-2.0
// The parts of a URL that messages and log lines may name, and what may stand in one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace zendesk::transport {

// Views into the URL it was made from.
struct UrlParts {
  bool tls = false;
  std::string_view host;  // an IPv6 address with its brackets
  std::string_view port;
  std::string_view path;  // without query

  // "acme.zendesk.com:443"
  std::string HostPort() const;
};

// Nothing for a URL that the transport does not send: a scheme other than http and https,
// credentials, a fragment, a backslash, or characters that need encoding.
std::optional<UrlParts> SplitUrl(std::string_view url);

// The text as one value of a query: everything but unreserved characters (RFC 3986) encoded.
std::string PercentEncode(std::string_view text);

}  // namespace zendesk::transport
