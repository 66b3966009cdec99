// SPDX-License-Identifier: Apache-2.0
// Strict readers of addresses: what is not understood is refused.
#include "plugin/zendesk/address.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "plugin/transport/url.h"

namespace zendesk {
namespace {

constexpr std::string_view kHttps = "https://";
constexpr std::string_view kHttp = "http://";
constexpr std::string_view kZendesk = ".zendesk.com";

bool IsLowerAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool IsLabel(std::string_view text) {
  constexpr size_t kLongestLabel = 63;  // RFC 1035
  return !text.empty() && text.size() <= kLongestLabel && IsLowerAlphanumeric(text.front()) &&
         IsLowerAlphanumeric(text.back()) && std::all_of(text.begin(), text.end(), [](char c) {
           return IsLowerAlphanumeric(c) || c == '-';
         });
}

struct Origin {
  bool tls = false;
  std::string host;  // an IPv6 address with its brackets
  uint16_t port = 0;

  std::string Text() const { return fmt::format("{}{}:{}", tls ? kHttps : kHttp, host, port); }
};

bool IsHostCharacter(char c) {
  return IsLowerAlphanumeric(c) || c == '-' || c == '.';
}

// Splits "host[:port]"; false when there is anything else in it.
bool ReadHostAndPort(std::string_view text, Origin& origin) {
  const size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const size_t colon = text.find(':', bracket);
  origin.host = text.substr(0, colon);
  std::transform(origin.host.begin(), origin.host.end(), origin.host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  if (bracket == 0 && !std::all_of(origin.host.begin(), origin.host.end(), IsHostCharacter))
    return false;
  if (bracket != 0 && bracket + 1 != origin.host.size()) return false;
  if (origin.host.empty()) return false;
  origin.port = origin.tls ? 443 : 80;
  if (colon == std::string_view::npos) return true;
  const std::string_view digits = text.substr(colon + 1);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), origin.port);
  return error == std::errc() && end == digits.data() + digits.size() && origin.port != 0;
}

std::optional<Origin> ReadOrigin(std::string_view text) {
  Origin origin;
  if (text.starts_with(kHttps)) {
    origin.tls = true;
    text.remove_prefix(kHttps.size());
  } else if (text.starts_with(kHttp)) {
    text.remove_prefix(kHttp.size());
  } else {
    return std::nullopt;
  }
  if (text.ends_with('/')) text.remove_suffix(1);
  if (!ReadHostAndPort(text, origin)) return std::nullopt;
  return origin;
}

// Literals of 127.0.0.0/8 and ::1, and the name localhost. Names that merely begin like them do not
// count.
bool IsLoopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  int parts = 0;
  for (std::string_view rest = host; parts < 4; ++parts) {
    const size_t dot = rest.find('.');
    const std::string_view digits = rest.substr(0, dot);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    // A leading zero would be octal to some resolvers.
    if (error != std::errc() || end != digits.data() + digits.size() || number > 255) return false;
    if ((digits.size() > 1 && digits[0] == '0') || (parts == 0 && number != 127)) return false;
    if (dot == std::string_view::npos) return parts == 3;
    rest.remove_prefix(dot + 1);
  }
  return false;
}

}  // namespace

std::optional<std::string> NormalizeSubdomain(std::string_view text) {
  if (text.starts_with(kHttps)) {
    text.remove_prefix(kHttps.size());
    text = text.substr(0, text.find_first_of("/?#"));
    if (!text.ends_with(kZendesk)) return std::nullopt;
    text.remove_suffix(kZendesk.size());
  }
  if (!IsLabel(text)) return std::nullopt;
  return std::string(text);
}

std::string CheckBaseUrl(std::string_view base_url, std::span<const std::string> allowed_origins) {
  const std::optional<Origin> origin = ReadOrigin(base_url);
  if (!origin)
    throw BadAddress(
        Message("The base address must look like https://host or http://127.0.0.1:4010, without a "
                "path."));
  if (IsLoopback(origin->host)) return origin->Text();
  if (!origin->tls)
    throw BadAddress(
        Message("Plain http:// is only for this machine (localhost, 127.0.0.1, [::1]). Use "
                "https://."));
  const bool allowed =
      std::any_of(allowed_origins.begin(), allowed_origins.end(), [&](const std::string& text) {
        const std::optional<Origin> candidate = ReadOrigin(text);
        return candidate && candidate->Text() == origin->Text();
      });
  if (!allowed) {
    throw BadAddress(Message(
        "{} is not this machine, and the host's policy does not allow it as a base address.",
        origin->Text()));
  }
  return origin->Text();
}

std::string Address::AgentTicketUrl(int64_t ticket_id) const {
  return fmt::format("{}/agent/tickets/{}", origin, ticket_id);
}

std::string EncodePathPart(std::string_view text) {
  std::string encoded = transport::PercentEncode(text);
  // A dot is unreserved, but "." and ".." as parts mean other paths.
  for (size_t at = encoded.find('.'); at != encoded.npos; at = encoded.find('.', at))
    encoded.replace(at, 1, "%2E");
  return encoded;
}

std::string PathForLog(std::string_view path) {
  constexpr std::string_view kUploads = "/api/v2/uploads/";
  if (path.starts_with(kUploads)) return fmt::format("{}*", kUploads);
  constexpr std::string_view kObjects = "/api/v2/custom_objects/";
  if (!path.starts_with(kObjects)) return {};
  std::string shown(kObjects.substr(0, kObjects.size() - 1));
  path = path.substr(0, path.find('?'));
  path.remove_prefix(kObjects.size());
  // From here on a part that was filled in and a word of the API take turns.
  for (bool filled_in = true;; filled_in = !filled_in) {
    const size_t slash = path.find('/');
    shown.append("/").append(filled_in ? "*" : path.substr(0, slash));
    if (slash == path.npos) return shown;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace zendesk
