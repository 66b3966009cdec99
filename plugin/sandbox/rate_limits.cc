// SPDX-License-Identifier: Apache-2.0
// Three generations of account headers, and the newer ones of single endpoints.
#include "rate_limits.h"

#include <fmt/format.h>

#include "errors.h"
#include "plan.h"

namespace sandbox {
namespace {

constexpr std::string_view kTickets = "/api/v2/tickets/";

// The ticket that a request changes; empty: it changes none, or many in a job.
std::string_view updated_ticket(const RatedRequest& request) {
  if (request.method != "PUT" || !request.path.starts_with(kTickets)) return {};
  const std::string_view id = request.path.substr(kTickets.size());
  return id == "update_many" ? std::string_view() : id.substr(0, id.find('/'));
}

bool is_ticket_create(const RatedRequest& request) {
  return request.method == "POST" && request.path == "/api/v2/tickets";
}

bool is_user_update(const RatedRequest& request) {
  return request.method == "POST" && request.path == "/api/v2/users/create_or_update";
}

bool is_of_profiles(std::string_view path) {
  return feature_of(path) == Feature::kProfiles;
}

}  // namespace

void RateLimits::set(const RateSettings& settings) {
  const std::int64_t factor = settings.is_roomy ? 1000 : 1;
  settings_ = settings;
  account_.set_total(settings.account * factor);
  profiles_.set_total(settings.profiles * factor);
  ticket_updates_.set_total(100 * factor);
  updates_by_user_and_ticket_.set_total(30 * factor);
  ticket_creates_by_user_.set_total(300 * factor);
  user_updates_.set_total(1 * factor);
  user_updates_by_user_.set_total(5 * factor);
}

RateUses RateLimits::count(const RatedRequest& request, Seconds now) {
  RateUses uses;
  const auto use = [&](std::string_view endpoint, Bucket& bucket) {
    bucket.count(now);
    uses.push_back({endpoint, bucket});
  };
  use("", is_of_profiles(request.path) ? profiles_ : account_);
  if (const auto ticket = updated_ticket(request); !ticket.empty()) {
    use("tickets-update", ticket_updates_);
    uses.push_back({"per-ticket-updates", updates_by_user_and_ticket_.count(
                                              {request.user_id, std::string(ticket)}, now)});
  }
  if (is_ticket_create(request)) {
    uses.push_back({"ticket-request-create-by-user-and-ip",
                    ticket_creates_by_user_.count(request.user_id, now)});
  }
  if (is_user_update(request)) {
    use("users-update", user_updates_);
    uses.push_back({"users-update-by-user", user_updates_by_user_.count(request.user_id, now)});
  }
  return uses;
}

std::optional<Response> RateLimits::refusal(const RateUses& uses, std::string_view path,
                                            Seconds now) const {
  const RateUse* exceeded = nullptr;
  Seconds wait = 0;
  for (const RateUse& use : uses) {
    if (!use.bucket.is_overdrawn() || use.bucket.resets_in(now) <= wait) continue;
    exceeded = &use;
    wait = use.bucket.resets_in(now);
  }
  if (!settings_.is_enforced || !exceeded) return std::nullopt;
  const char* text = exceeded->endpoint.empty()
                         ? "Number of allowed API requests per minute exceeded"
                         : "Number of allowed API requests to this endpoint exceeded";
  Response response = settings_.json_refusals || is_of_profiles(path)
                          ? listed_error(429, "TooManyRequests", text)
                          : text_response(429, text);
  response.headers.emplace_back("retry-after", fmt::to_string(wait));
  return response;
}

void add_rate_headers(const RateUses& uses, Seconds now, Headers& headers) {
  for (const auto& [endpoint, bucket] : uses) {
    const Seconds resets = bucket.resets_in(now);
    if (!endpoint.empty()) {
      headers.emplace_back(fmt::format("zendesk-ratelimit-{}", endpoint),
                           rate_text(bucket.total(), bucket.remaining(), resets));
      continue;
    }
    const std::string total = fmt::to_string(bucket.total());
    const std::string remaining = fmt::to_string(bucket.remaining());
    headers.emplace_back("x-rate-limit", total);
    headers.emplace_back("x-rate-limit-remaining", remaining);
    headers.emplace_back("ratelimit-limit", total);
    headers.emplace_back("ratelimit-remaining", remaining);
    headers.emplace_back("ratelimit-reset", fmt::to_string(resets));
    headers.emplace_back("rate-limit", total);
    headers.emplace_back("rate-limit-remaining", remaining);
    headers.emplace_back("rate-limit-reset", fmt::to_string(resets));
  }
}

std::string rate_text(std::int64_t total, std::int64_t remaining, Seconds resets) {
  return fmt::format("total={}; remaining={}; resets={}", total, remaining, resets);
}

}  // namespace sandbox
