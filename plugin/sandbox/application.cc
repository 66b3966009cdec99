// SPDX-License-Identifier: Apache-2.0
// A request's way: fault, route, credentials, endpoint, headers, journal.
#include "application.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <array>
#include <chrono>

#include "errors.h"
#include "json.h"
#include "loopback.h"
#include "oauth_consent.h"
#include "oauth_grants.h"
#include "overview.h"
#include "page.h"
#include "router.h"
#include "users.h"

namespace sandbox {
namespace {

std::string etag_of(const std::string& body) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(body.data()), body.size(), digest.data());
  std::string hex;
  for (std::size_t i = 0; i < 16; ++i) hex += fmt::format("{:02x}", digest[i]);
  return fmt::format("W/\"{}\"", hex);
}

// How soon the page hears of a change, and how often at most.
constexpr std::chrono::milliseconds kPulse{100};

// What a fault leaves of an answer.
Reply disturbed(const Fault& fault, Response response) {
  switch (fault.kind) {
    case Fault::Kind::kCutAfterCommit:
    case Fault::Kind::kCutBeforeCommit:
      return {std::move(response), Delivery::kCut};
    case Fault::Kind::kCutBody:
      return {std::move(response), Delivery::kCutBody};
    case Fault::Kind::kHang:
      return {std::move(response), Delivery::kHang};
    case Fault::Kind::kDelay:
      return {std::move(response), Delivery::kNormal, fault.delay};
    case Fault::Kind::kDrip:
      return {std::move(response), Delivery::kDrip, fault.delay};
    case Fault::Kind::kStatus:
    case Fault::Kind::kNotInPlan:
    case Fault::Kind::kRateLimit:
      break;
  }
  return {std::move(response)};
}

bool is_dropped(const Fault& fault) {
  return fault.kind == Fault::Kind::kCutBeforeCommit || fault.kind == Fault::Kind::kHang;
}

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  using Microseconds = std::chrono::microseconds;
  const auto time = std::chrono::steady_clock::now() - start;
  return static_cast<double>(std::chrono::duration_cast<Microseconds>(time).count()) / 1000;
}

Reply event_stream() {
  Response response{
      200, {{"content-type", "text/event-stream"}, {"cache-control", "no-store"}}, {}};
  return {std::move(response), Delivery::kEvents, kPulse};
}

Response response_of(const Fault& fault) {
  Response response{fault.status, fault.headers, fault.body};
  if (!find_header(response.headers, "content-type") && !fault.body.empty()) {
    response.headers.emplace_back("content-type", "text/plain; charset=utf-8");
  }
  return response;
}

// A web page of another site must neither see nor change the sandbox: one that reaches it by a name
// of its own is known by that name, and browsers name the site from which they send something.
std::optional<Response> refusal_of_strangers(const Request& request) {
  if (!is_loopback_host(request.host)) {
    return named_error(403, "Forbidden",
                       "Ask for this under the name localhost or a loopback address.");
  }
  const std::string* origin = request.header("origin");
  if (!origin || *origin == "http://" + request.host || *origin == "https://" + request.host) {
    return std::nullopt;
  }
  return named_error(403, "Forbidden", "No page of another site may do this.");
}

}  // namespace

Application::Application(std::string subdomain, Clock clock, OauthOptions oauth)
    : account_(std::move(subdomain), std::move(clock)) {
  account_.oauth.options = oauth;
}

Reply Application::handle(Request request) {
  split_target(request);
  const std::lock_guard lock(mutex_);
  if (request.path == "/" || request.path.starts_with("/sandbox/")) return control(request);
  // What the real Zendesk shows an agent is on the sandbox's one page.
  if (request.path.starts_with("/agent/")) return Reply{Response{302, {{"location", "/"}}, {}}};
  Reply reply = handle_locked(request);
  ++changes_;
  return reply;
}

Reply Application::handle_locked(Request& request) {
  const auto start = std::chrono::steady_clock::now();
  const auto fault = faults_.take(request.method, request.path);
  const Oauth& oauth = account_.oauth;
  const std::uint64_t commits = account_.commits + oauth.tokens.changes(),
                      renewals = oauth.renewals_asked;
  Response response{0, {}, {}};
  if (fault && fault->kind == Fault::Kind::kStatus) {
    response = response_of(*fault);
    add_common_headers(response);
  } else if (!fault || !is_dropped(*fault)) {
    response = answer(request);
    add_common_headers(response);
  }
  const bool is_committed = account_.commits + oauth.tokens.changes() != commits;
  Outcome outcome{response.status, is_committed, {}, milliseconds_since(start)};
  if (fault) outcome.fault = fault->name;
  if (fault && fault->kind == Fault::Kind::kDelay) {
    outcome.milliseconds += static_cast<double>(fault->delay.count());
  }
  journal_.record(request, outcome, account_.now());
  Reply reply = fault ? disturbed(*fault, std::move(response)) : Reply{std::move(response)};
  if (oauth.renewals_asked != renewals) reply.in_flight = renewals_in_flight_.begin();
  return reply;
}

Response Application::answer(const Request& request) {
  try {
    return request.path.starts_with("/oauth/") ? oauth(request) : api(request);
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

Response Application::api(const Request& request) {
  const Seconds now = account_.now();
  const Authentication who = authenticate(account_, request);
  if (who.refusal) return *who.refusal;
  if (!who.user) {
    return request.method == "GET" && request.path == "/api/v2/users/me" ? show_anonymous()
                                                                         : not_authenticated();
  }
  rate_limits_.count(request.method, request.path, now);
  Response response = rate_limits_.is_exceeded(request.path)
                          ? rate_limits_.refusal(request.path, now)
                          : authorized(request, who);
  rate_limits_.add_headers(request.method, request.path, now, response.headers);
  return response;
}

Response Application::authorized(const Request& request, const Authentication& who) {
  const auto route = find_route(request.method, request.path);
  if (!route || plan_.lacks(request.path)) return invalid_endpoint();
  if (who.token) {
    const auto scope = missing_scope(who.token->scopes, request.method, request.path);
    if (scope) return missing_scope_error(*scope);
  }
  if (route->agents_only && !who.user->is_agent()) return forbidden();
  return route->endpoint(
      {account_, idempotency_, request, *who.user, route->id, route->key, who.token});
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

Reply Application::control(const Request& request) {
  if (auto refusal = refusal_of_strangers(request)) return {std::move(*refusal)};
  const auto is = [&](const char* method, const char* path) {
    return request.method == method && request.path == path;
  };
  if (is("GET", "/") || is("HEAD", "/")) return {page_response()};
  if (is("GET", "/sandbox/state")) return {state()};
  if (is("GET", "/sandbox/requests")) return {json_response(200, journal_.json())};
  if (is("GET", "/sandbox/overview")) {
    return {json_response(200, overview_json(account_, journal_, faults_.size()))};
  }
  if (is("GET", "/sandbox/events")) return event_stream();
  ++changes_;
  if (is("POST", "/sandbox/faults")) return {add_fault(request.body)};
  if (is("DELETE", "/sandbox/faults")) {
    faults_.clear();
    rate_limits_.relax();
    plan_.restore();
    return {{204, {}, {}}};
  }
  if (is("DELETE", "/sandbox/requests")) {
    journal_.clear();
    return {{204, {}, {}}};
  }
  return {
      named_error(404, "NotFound", "See zendesk-sandbox --help for the addresses under /sandbox")};
}

Response Application::add_fault(const std::string& body) {
  JsonDocument json;
  std::string problem;
  if (!parse_json(body, json)) return named_error(400, "InvalidFault", "the body is not JSON");
  auto fault = parse_fault(json, problem);
  if (!fault) return named_error(400, "InvalidFault", problem);
  if (fault->kind == Fault::Kind::kRateLimit) {
    rate_limits_.enforce(fault->limit);
  } else if (fault->kind == Fault::Kind::kNotInPlan) {
    plan_.remove(*fault->feature);
  } else {
    faults_.add(std::move(*fault));
  }
  return json_response(201, fmt::format(R"({{"faults":{}}})", faults_.size()));
}

Response Application::state() const {
  JsonWriter json;
  json.begin_object().field("tickets", account_.tickets.size());
  json.field("profiles", account_.profiles.all().size());
  json.field("users", account_.users.size()).field("commits", account_.commits);
  json.field("open_connections", open_connections_.load());
  json.field("requests", journal_.size()).field("faults", faults_.size());
  const Oauth& oauth = account_.oauth;
  json.key("oauth").begin_object().field("tokens_alive", oauth.tokens.alive(account_.now()));
  json.field("renewals", oauth.renewals).field("renewals_refused", oauth.renewals_refused);
  json.field("largest_renewals_in_flight", renewals_in_flight_.largest());
  json.end_object().end_object();
  return json_response(200, json.text());
}

}  // namespace sandbox
