// SPDX-License-Identifier: Apache-2.0
// Counts requests in Zendesk's buckets and shows the counts in its rate-limit headers.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "http.h"
#include "time_text.h"

namespace sandbox {

/// A fixed window of time with room for `total` requests.
class Bucket {
 public:
  explicit Bucket(std::int64_t total, Seconds window = 60) : total_(total), window_(window) {}

  void count(Seconds now);
  std::int64_t total() const { return total_; }
  std::int64_t remaining() const { return std::max<std::int64_t>(total_ - used_, 0); }
  bool is_overdrawn() const { return used_ > total_; }
  Seconds resets_in(Seconds now) const { return std::max<Seconds>(start_ + window_ - now, 1); }
  void set_total(std::int64_t total) { total_ = total; }

 private:
  std::int64_t total_;
  Seconds window_;
  Seconds start_ = 0;
  std::int64_t used_ = 0;
};

class RateLimits {
 public:
  static constexpr std::int64_t kAccountLimit = 700;
  static constexpr std::int64_t kProfilesLimit = 700;  ///< profiles have a bucket of their own

  /// Counts one request; `path` is without `.json`.
  void count(std::string_view method, std::string_view path, Seconds now);

  /// The headers for the request that was counted last.
  void add_headers(std::string_view method, std::string_view path, Seconds now,
                   Headers& headers) const;

  /// From now on the account and its profiles have this limit a minute each, and keep to it. The
  /// sandbox only counts unless somebody asks for this.
  void enforce(std::int64_t limit);
  void relax();
  bool is_exceeded(std::string_view path) const {
    return enforced_ && bucket_of(path).is_overdrawn();
  }
  /// 429, with the time to come back; JSON from the profiles, plain text from all others.
  Response refusal(std::string_view path, Seconds now) const;

 private:
  const Bucket& bucket_of(std::string_view path) const;

  Bucket account_{kAccountLimit};
  Bucket profiles_{kProfilesLimit};
  Bucket ticket_updates_{100};
  Bucket ticket_creates_{300};
  bool enforced_ = false;
};

}  // namespace sandbox
