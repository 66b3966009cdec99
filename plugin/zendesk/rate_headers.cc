// SPDX-License-Identifier: Apache-2.0
// Several generations of headers, of which an answer may have some.
#include "plugin/zendesk/rate_headers.h"

#include <algorithm>
#include <array>

#include "plugin/zendesk/time_text.h"

namespace zendesk {
namespace {

using transport::SameName;

// One generation of the account's headers. They agree with each other where several are sent; the
// first that tells when the limit begins anew wins.
struct Family {
  std::string_view limit;
  std::string_view remaining;
  std::string_view reset;  // empty: it does not tell
};
constexpr std::array kFamilies = {
    Family{"RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"},
    Family{"Rate-Limit", "Rate-Limit-Remaining", "Rate-Limit-Reset"},
    Family{"Rate-Limit-Limit", "Rate-Limit-Remaining", "Rate-Limit-Reset"},
    Family{"X-Rate-Limit", "X-Rate-Limit-Remaining", ""},
};

struct FamilyLevel {
  std::optional<int64_t> limit;
  std::optional<int64_t> remaining;
  std::optional<int64_t> reset;
};

// Of single endpoints: "zendesk-ratelimit-tickets-update: total=100; remaining=99; resets=59".
constexpr std::array<std::string_view, 2> kEndpointPrefixes = {"zendesk-ratelimit-",
                                                               "zendesk-rate-limit-"};

// The number behind "total=" or the like.
std::optional<int64_t> ReadPart(std::string_view value, std::string_view name) {
  const size_t begin = value.find(name);
  if (begin == std::string_view::npos) return std::nullopt;
  value.remove_prefix(begin + name.size());
  return ReadDigits(value.substr(0, value.find_first_not_of("0123456789")));
}

// Nothing where there is no limit: a limit of 0 would forbid what was just done.
std::optional<RateLevel> MakeLevel(const FamilyLevel& level) {
  constexpr int64_t kLongestSeconds = 24 * 3600;
  if (!level.limit || *level.limit <= 0 || !level.remaining) return std::nullopt;
  RateLevel made{*level.limit, std::min(*level.remaining, *level.limit), std::nullopt};
  if (level.reset) made.resets_in = std::chrono::seconds(std::min(*level.reset, kLongestSeconds));
  return made;
}

// What an endpoint's header is about; empty when it is another header.
std::string_view EndpointOf(std::string_view name) {
  for (const std::string_view prefix : kEndpointPrefixes) {
    if (SameName(name.substr(0, prefix.size()), prefix)) return name.substr(prefix.size());
  }
  return {};
}

// A look at the first letter spares most headers the comparisons.
bool MayTell(std::string_view name) {
  if (name.empty()) return false;
  const int first = name.front() | ('a' ^ 'A');
  return first == 'r' || first == 'x' || first == 'z';
}

}  // namespace

std::optional<RateLevel> RateHeaders::Find(std::string_view name) const {
  for (const Endpoint& endpoint : endpoints) {
    if (SameName(endpoint.name, name)) return endpoint.level;
  }
  return std::nullopt;
}

RateHeaders ReadRateHeaders(const transport::Response& response) {
  RateHeaders found;
  std::array<FamilyLevel, kFamilies.size()> levels;
  response.headers.ForEach([&](std::string_view name, std::string_view value) {
    if (!MayTell(name)) return;
    for (size_t i = 0; i < kFamilies.size(); ++i) {
      if (SameName(name, kFamilies[i].limit)) levels[i].limit = ReadDigits(value);
      if (SameName(name, kFamilies[i].remaining)) levels[i].remaining = ReadDigits(value);
      if (SameName(name, kFamilies[i].reset)) levels[i].reset = ReadDigits(value);
    }
    const std::string_view endpoint = EndpointOf(name);
    if (endpoint.empty()) return;
    const FamilyLevel parts{ReadPart(value, "total="), ReadPart(value, "remaining="),
                            ReadPart(value, "resets=")};
    if (const auto level = MakeLevel(parts)) found.endpoints.push_back({endpoint, *level});
  });
  for (const FamilyLevel& level : levels) {
    if (!found.account) found.account = MakeLevel(level);
  }
  return found;
}

}  // namespace zendesk
