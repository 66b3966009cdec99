// SPDX-License-Identifier: Apache-2.0
// Counts requests in Zendesk's buckets and shows the counts in its rate-limit headers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "bucket.h"
#include "field.h"
#include "http.h"
#include "rate_plan.h"
#include "time_text.h"

namespace sandbox {

struct RateSettings {
  std::int64_t account = find_rate_plan(kDefaultRatePlan)->account;
  std::int64_t profiles = find_rate_plan(kDefaultRatePlan)->profiles;
  bool is_enforced = false;  ///< otherwise requests are only counted
  bool json_refusals = false;
  /// All limits are a thousand times as high, so that no client slows down for them.
  bool is_roomy = false;
};

/// One request to the API.
struct RatedRequest {
  std::string_view method;
  std::string_view path;  ///< without `.json`
  Id user_id = 0;
};

/// A bucket as one request has left it.
struct RateUse {
  std::string_view endpoint;  ///< as its header names it; empty: the account's bucket
  Bucket bucket;
};
using RateUses = std::vector<RateUse>;  ///< the account's, or that of the profiles, comes first

class RateLimits {
 public:
  explicit RateLimits(const RateSettings& settings) : start_(settings) { set(settings); }

  /// In all buckets that the request draws from.
  RateUses count(const RatedRequest& request, Seconds now);
  /// 429, with the time to come back, when limits are enforced and one is exceeded.
  std::optional<Response> refusal(const RateUses& uses, std::string_view path, Seconds now) const;

  const RateSettings& settings() const { return settings_; }
  void set(const RateSettings& settings);
  /// Back to what held at the start.
  void reset() { set(start_); }

 private:
  RateSettings start_;
  RateSettings settings_;
  Bucket account_{0};
  Bucket profiles_{0};
  Bucket ticket_updates_{0};
  Buckets<std::pair<Id, std::string>> updates_by_user_and_ticket_{0, 600};
  Buckets<Id> ticket_creates_by_user_{0};
  Bucket user_updates_{0, 1};
  Buckets<Id> user_updates_by_user_{0};
};

void add_rate_headers(const RateUses& uses, Seconds now, Headers& headers);

/// `total=30; remaining=29; resets=60`
std::string rate_text(std::int64_t total, std::int64_t remaining, Seconds resets);

}  // namespace sandbox
