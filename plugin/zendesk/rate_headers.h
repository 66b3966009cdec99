// SPDX-License-Identifier: Apache-2.0
// What the headers of an answer tell of Zendesk's limits on requests.
// developer.zendesk.com/api-reference/introduction/rate-limits/
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "plugin/transport/bucket.h"
#include "plugin/transport/http.h"

namespace zendesk {

using RateLevel = transport::Bucket::Level;

/// Views into the answer's headers.
struct RateHeaders {
  struct Endpoint {
    std::string_view name;  ///< as Zendesk calls it, such as "tickets-update"
    RateLevel level;
  };

  /// What the header "zendesk-ratelimit-{name}" says, if there is one.
  std::optional<RateLevel> Find(std::string_view name) const;

  /// The account's limit; at the addresses of profiles that of the profiles, under the same names.
  std::optional<RateLevel> account;
  std::vector<Endpoint> endpoints;
};

RateHeaders ReadRateHeaders(const transport::Response& response);

}  // namespace zendesk
