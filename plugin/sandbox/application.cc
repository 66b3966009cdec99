// SPDX-License-Identifier: Apache-2.0
// A request's way: fault, route, credentials, endpoint, headers, journal.
#include "application.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>
#include <utility>

#include "errors.h"
#include "oauth_consent.h"
#include "oauth_grants.h"
#include "ulid.h"
#include "users.h"

namespace sandbox {
namespace {

using Kind = Fault::Kind;

std::string etag_of(const std::string& body) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest.data());
  std::string hex;
  for (std::size_t i = 0; i < 16; ++i) hex += fmt::format("{:02x}", digest[i]);
  return fmt::format("W/\"{}\"", hex);
}

// What a fault leaves of an answer.
Reply disturbed(const Fault& fault, Response response) {
  switch (fault.kind) {
    case Kind::kCutAfterCommit:
    case Kind::kCutBeforeCommit:
      return {std::move(response), Delivery::kCut};
    case Kind::kResetAfterCommit:
    case Kind::kResetBeforeCommit:
      return {std::move(response), Delivery::kReset};
    case Kind::kCutBody:
      return {std::move(response), Delivery::kCutBody};
    case Kind::kHang:
      return {std::move(response), Delivery::kHang};
    case Kind::kDelay:
      return {std::move(response), Delivery::kNormal, fault.delay};
    case Kind::kDrip:
      return {std::move(response), Delivery::kDrip, fault.delay};
    default:
      return {std::move(response)};
  }
}

bool is_dropped(const Fault& fault) {
  return fault.kind == Kind::kCutBeforeCommit || fault.kind == Kind::kResetBeforeCommit ||
         fault.kind == Kind::kHang;
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  using Microseconds = std::chrono::microseconds;
  const auto time = std::chrono::steady_clock::now() - start;
  return static_cast<double>(std::chrono::duration_cast<Microseconds>(time).count()) / 1000;
}

// True for the name of an account at Zendesk that is not this one.
bool is_other_account(std::string_view host, const std::string& subdomain) {
  const std::string name = lower(host.substr(0, host.find(':')));
  return name.ends_with(".zendesk.com") && name != subdomain + ".zendesk.com";
}

}  // namespace

Application::Application(std::string subdomain, Clock clock, const ApplicationOptions& options)
    : options_(options),
      clock_(std::move(clock)),
      account_(
          std::move(subdomain), [this] { return clock_.now(); }, options.contents),
      rate_limits_(options.rates),
      faults_(options.seed) {
  account_.oauth.take(options.oauth);
  account_.jobs = Jobs(options.job_item_time, options.seed);
}

Reply Application::handle(Request request) {
  split_target(request);
  const std::lock_guard lock(mutex_);
  account_.jobs.run(account_.clock());
  if (request.path == "/" || request.path.starts_with("/sandbox/")) return control(request);
  // What the real Zendesk shows an agent is on the sandbox's one page.
  if (request.path.starts_with("/agent/")) return Reply{Response{302, {{"location", "/"}}, {}}};
  Reply reply = receive(request);
  ++changes_;
  return reply;
}

bool Application::refuses_handshake() {
  const std::lock_guard lock(mutex_);
  return faults_.take({Fault::Stage::kHandshake}).has_value();
}

Reply Application::receive(const Request& request) {
  const auto route = find_route(request.method, request.path);
  const auto fault =
      faults_.take({Fault::Stage::kRequest, request.method, request.path, request.reused});
  if (fault && fault->kind == Kind::kLateCommit) return receive_late(request, *fault);
  // As from a proxy that has seen no answer to the first.
  if (fault && fault->kind == Kind::kDuplicate) carry_out(request, route, fault);
  return carry_out(request, route, fault);
}

Reply Application::receive_late(const Request& request, const Fault& fault) {
  Reply reply{{}, Delivery::kCut, fault.delay};
  reply.later = [this, request, fault] {
    const std::lock_guard lock(mutex_);
    account_.jobs.run(account_.clock());
    carry_out(request, find_route(request.method, request.path), fault);
    ++changes_;
  };
  return reply;
}

Reply Application::carry_out(const Request& request, const std::optional<Route>& route,
                             const std::optional<Fault>& fault) {
  const auto start = std::chrono::steady_clock::now();
  const Oauth& oauth = account_.oauth;
  const std::uint64_t commits = account_.commits + oauth.tokens.changes(),
                      renewals = oauth.renewals_asked;
  calls_.count(request, route ? &*route : nullptr);
  Response response = response_to(request, route, fault ? &*fault : nullptr);
  if (response.status == 429) ++too_many_requests_;
  const bool is_committed = account_.commits + oauth.tokens.changes() != commits;
  Outcome outcome{response.status, is_committed, {}, milliseconds_since(start)};
  if (fault) outcome.fault = fault->name;
  if (fault && fault->kind == Kind::kDelay) {
    outcome.milliseconds += static_cast<double>(fault->delay.count());
  }
  journal_.record(request, outcome, account_.now());
  Reply reply = fault ? disturbed(*fault, std::move(response)) : Reply{std::move(response)};
  if (oauth.renewals_asked != renewals) reply.in_flight = renewals_in_flight_.begin();
  return reply;
}

// Status 0 when a fault drops the request.
Response Application::response_to(const Request& request, const std::optional<Route>& route,
                                  const Fault* fault) {
  if (fault && is_dropped(*fault)) return {0, {}, {}};
  Response response = fault && fault->kind == Kind::kStatus
                          ? Response{fault->status, fault->headers, fault->body}
                      : fault && fault->kind == Kind::kNoHelpDesk ? no_help_desk(request.host)
                                                                  : answer(request, route);
  add_common_headers(response);
  return response;
}

Response Application::answer(const Request& request, const std::optional<Route>& route) {
  if (is_other_account(request.host, account_.subdomain)) return no_help_desk(request.host);
  try {
    return request.path.starts_with("/oauth/") ? oauth(request) : api(request, route);
  } catch (const std::exception&) {
    return internal_error();
  }
}

Response Application::oauth(const Request& request) {
  if (request.method == "POST" && request.path == "/oauth/tokens") {
    return create_oauth_token(account_, request);
  }
  if (auto refusal = refusal_of_strangers(request)) return *refusal;
  if (request.method == "GET" && request.path == "/oauth/authorizations/new") {
    return ask_for_consent(account_, request);
  }
  if (request.method == "POST" && request.path == "/oauth/authorizations") {
    return take_decision(account_, request);
  }
  return invalid_endpoint();
}

Response Application::api(const Request& request, const std::optional<Route>& route) {
  const Seconds now = account_.now();
  const Authentication who = authenticate(account_, request);
  if (who.refusal) return *who.refusal;
  if (!who.user) {
    return request.method == "GET" && request.path == "/api/v2/users/me" ? show_anonymous()
                                                                         : not_authenticated();
  }
  const RateUses uses = rate_limits_.count({request.method, request.path, who.user->id}, now);
  const auto refusal = rate_limits_.refusal(uses, request.path, now);
  Response response = refusal ? *refusal : authorized(request, route, who);
  add_rate_headers(uses, now, response.headers);
  return response;
}

Response Application::authorized(const Request& request, const std::optional<Route>& route,
                                 const Authentication& who) {
  if (!route || account_.plan.lacks(request.path)) return invalid_endpoint();
  if (who.token) {
    const auto scope = missing_scope(who.token->scopes, request.method, request.path);
    if (scope) return missing_scope_error(*scope);
  }
  if (route->agents_only && !who.user->is_agent()) return forbidden();
  return route->endpoint(
      {account_, idempotency_, faults_, request, *who.user, route->id, route->key, who.token});
}

Response Application::refuse(int status) {
  const std::lock_guard lock(mutex_);
  const char* reason = status == 413   ? "Payload Too Large"
                       : status == 431 ? "Request Header Fields Too Large"
                                       : "Bad Request";
  Response response = text_response(status, fmt::format("{} {}\n", status, reason));
  add_common_headers(response);
  return response;
}

void Application::add_common_headers(Response& response) {
  ++last_request_;
  const std::string request_id =
      fmt::format("{:016x}{:016x}", scramble(last_request_), scramble(~last_request_));
  Headers& headers = response.headers;
  const auto add = [&](const char* name, std::string value) {
    if (!find_header(headers, name)) headers.emplace_back(name, std::move(value));
  };
  const bool is_success = response.status < 400;
  add("date", format_http_date(account_.now()));
  add("server", "cloudflare");
  add("cache-control", is_success ? "max-age=0, private, must-revalidate" : "no-cache");
  if (is_success && !response.body.empty()) add("etag", etag_of(response.body));
  add("cf-ray", request_id.substr(0, 16) + "-SBX");
  add("x-request-id", request_id);
  add("x-zendesk-api-version", "v2");
  add("x-zendesk-zorg", "yes");
  add("x-frame-options", "SAMEORIGIN");
}

}  // namespace sandbox
