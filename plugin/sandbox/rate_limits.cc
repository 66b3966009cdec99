// SPDX-License-Identifier: Apache-2.0
// Three generations of account headers, and the newer ones of single endpoints.
#include "rate_limits.h"

#include <fmt/format.h>

#include "errors.h"
#include "plan.h"

namespace sandbox {
namespace {

bool is_ticket_update(std::string_view method, std::string_view path) {
  return method == "PUT" && path.starts_with("/api/v2/tickets/");
}

bool is_ticket_create(std::string_view method, std::string_view path) {
  return method == "POST" && path == "/api/v2/tickets";
}

bool is_of_profiles(std::string_view path) {
  return feature_of(path) == Feature::kProfiles;
}

std::string endpoint_text(const Bucket& bucket, Seconds now) {
  return fmt::format("total={}; remaining={}; resets={}", bucket.total(), bucket.remaining(),
                     bucket.resets_in(now));
}

}  // namespace

void Bucket::count(Seconds now) {
  if (now >= start_ + window_ || now < start_) {
    start_ = now;
    used_ = 0;
  }
  ++used_;
}

void RateLimits::count(std::string_view method, std::string_view path, Seconds now) {
  (is_of_profiles(path) ? profiles_ : account_).count(now);
  if (is_ticket_update(method, path)) ticket_updates_.count(now);
  if (is_ticket_create(method, path)) ticket_creates_.count(now);
}

void RateLimits::add_headers(std::string_view method, std::string_view path, Seconds now,
                             Headers& headers) const {
  const Bucket& bucket = bucket_of(path);
  const std::string total = fmt::to_string(bucket.total());
  const std::string remaining = fmt::to_string(bucket.remaining());
  const std::string resets = fmt::to_string(bucket.resets_in(now));
  headers.emplace_back("x-rate-limit", total);
  headers.emplace_back("x-rate-limit-remaining", remaining);
  for (const char* family : {"ratelimit", "rate-limit"}) {
    headers.emplace_back(fmt::format("{}-limit", family), total);
    headers.emplace_back(fmt::format("{}-remaining", family), remaining);
    headers.emplace_back(fmt::format("{}-reset", family), resets);
  }
  if (is_ticket_update(method, path)) {
    headers.emplace_back("zendesk-ratelimit-tickets-update", endpoint_text(ticket_updates_, now));
  }
  if (is_ticket_create(method, path)) {
    headers.emplace_back("zendesk-ratelimit-ticket-request-create-by-user-and-ip",
                         endpoint_text(ticket_creates_, now));
  }
}

void RateLimits::enforce(std::int64_t limit) {
  account_.set_total(limit);
  profiles_.set_total(limit);
  enforced_ = true;
}

void RateLimits::relax() {
  account_.set_total(kAccountLimit);
  profiles_.set_total(kProfilesLimit);
  enforced_ = false;
}

const Bucket& RateLimits::bucket_of(std::string_view path) const {
  return is_of_profiles(path) ? profiles_ : account_;
}

Response RateLimits::refusal(std::string_view path, Seconds now) const {
  Response response =
      is_of_profiles(path)
          ? listed_error(429, "TooManyRequests", "Number of allowed API requests exceeded")
          : text_response(429, "Number of allowed API requests per minute exceeded");
  response.headers.emplace_back("retry-after", fmt::to_string(bucket_of(path).resets_in(now)));
  return response;
}

}  // namespace sandbox
