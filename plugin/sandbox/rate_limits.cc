// SPDX-License-Identifier: Apache-2.0
// Three generations of account headers, and the newer ones of single endpoints.
#include "rate_limits.h"

#include <fmt/format.h>

#include "errors.h"

namespace sandbox {
namespace {

bool is_ticket_update(std::string_view method, std::string_view path) {
  return method == "PUT" && path.starts_with("/api/v2/tickets/");
}

bool is_ticket_create(std::string_view method, std::string_view path) {
  return method == "POST" && path == "/api/v2/tickets";
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
  account_.count(now);
  if (is_ticket_update(method, path)) ticket_updates_.count(now);
  if (is_ticket_create(method, path)) ticket_creates_.count(now);
}

void RateLimits::add_headers(std::string_view method, std::string_view path, Seconds now,
                             Headers& headers) const {
  const std::string total = fmt::to_string(account_.total());
  const std::string remaining = fmt::to_string(account_.remaining());
  const std::string resets = fmt::to_string(account_.resets_in(now));
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
  enforced_ = true;
}

void RateLimits::relax() {
  account_.set_total(kAccountLimit);
  enforced_ = false;
}

Response RateLimits::refusal(Seconds now) const {
  Response response = text_response(429, "Number of allowed API requests per minute exceeded");
  response.headers.emplace_back("retry-after", fmt::to_string(account_.resets_in(now)));
  return response;
}

}  // namespace sandbox
