// SPDX-License-Identifier: Apache-2.0
// The addresses under /sandbox: to look inside, and to make things go wrong.
#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "application.h"
#include "errors.h"
#include "fault_reader.h"
#include "json.h"
#include "loopback.h"
#include "overview.h"
#include "page.h"

namespace sandbox {
namespace {

// How soon the page hears of a change, and how often at most.
constexpr std::chrono::milliseconds kPulse{100};
constexpr double kLongestMove = 1e10;  // seconds

Reply event_stream() {
  Response response{
      200, {{"content-type", "text/event-stream"}, {"cache-control", "no-store"}}, {}};
  return {std::move(response), Delivery::kEvents, kPulse};
}

// nullopt when the member is absent; NaN when it is no sensible number of seconds.
std::optional<double> seconds_of(const Json& json, const char* name) {
  const Json* value = member(json, name);
  if (!value) return std::nullopt;
  const double seconds = value->IsNumber() ? value->GetDouble() : NAN;
  return std::abs(seconds) <= kLongestMove ? seconds : NAN;
}

MovingClock::Time milliseconds(double seconds) {
  return MovingClock::Time(std::llround(seconds * 1000));
}

}  // namespace

// A web page that reaches the sandbox by a name of its own is known by that name, and browsers name
// the site from which they send something.
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

Reply Application::control(const Request& request) {
  if (auto refusal = refusal_of_strangers(request)) return {std::move(*refusal)};
  const auto is = [&](const char* method, const char* path) {
    return request.method == method && request.path == path;
  };
  if (is("GET", "/") || is("HEAD", "/")) return {page_response()};
  if (is("GET", "/sandbox/state")) return {json_response(200, state_json())};
  if (is("GET", "/sandbox/requests")) return {json_response(200, journal_.json())};
  if (is("GET", "/sandbox/overview")) {
    return {json_response(200, overview_json(account_, journal_, faults_.size()))};
  }
  if (is("GET", "/sandbox/events")) return event_stream();
  if (is("GET", "/sandbox/clock")) return {clock_response()};
  ++changes_;
  if (auto response = change(request)) return {std::move(*response)};
  return {
      named_error(404, "NotFound", "See zendesk-sandbox --help for the addresses under /sandbox")};
}

// nullopt when there is nothing under this address that could be changed.
std::optional<Response> Application::change(const Request& request) {
  const auto is = [&](const char* method, const char* path) {
    return request.method == method && request.path == path;
  };
  if (is("POST", "/sandbox/faults")) return take_faults(request);
  if (is("POST", "/sandbox/clock")) return move_clock(request);
  if (is("DELETE", "/sandbox/faults")) {
    clear_faults();
    return Response{204, {}, {}};
  }
  if (is("DELETE", "/sandbox/requests")) {
    journal_.clear();
    return Response{204, {}, {}};
  }
  return std::nullopt;
}

std::optional<std::string> Application::add_faults(std::string_view text) {
  std::vector<Fault> faults;
  std::string problem;
  if (!read_faults(text, rate_limits_.settings(), faults, problem)) return problem;
  for (Fault& fault : faults) arm(std::move(fault));
  return std::nullopt;
}

Response Application::take_faults(const Request& request) {
  if (const auto problem = add_faults(request.body)) {
    return named_error(400, "InvalidFault", *problem);
  }
  return json_response(201, fmt::format(R"({{"faults":{}}})", faults_.size()));
}

void Application::arm(Fault fault) {
  if (fault.kind == Fault::Kind::kRateLimit) {
    rate_limits_.set(fault.rates);
  } else if (fault.kind == Fault::Kind::kNotInPlan) {
    account_.plan.remove(*fault.feature);
  } else {
    faults_.add(std::move(fault));
  }
}

void Application::clear_faults() {
  faults_.clear();
  rate_limits_.reset();
  account_.plan.restore();
}

Response Application::move_clock(const Request& request) {
  if (!options_.clock_control) {
    return named_error(403, "Forbidden", "Start the sandbox with --clock-control for this.");
  }
  JsonDocument document;
  const Json* stop = parse_json(request.body, document) ? member(document, "stop") : nullptr;
  if (document.HasParseError() || !document.IsObject() || (stop && !stop->IsBool())) {
    return named_error(400, "InvalidClock", "stop must be true or false");
  }
  const auto to = seconds_of(document, "unix_seconds");
  const auto by = seconds_of(document, "advance_seconds");
  if ((to && std::isnan(*to)) || (by && std::isnan(*by)) || (to && by) || (!to && !by && !stop)) {
    return named_error(400, "InvalidClock",
                       "Give a number as unix_seconds or as advance_seconds, or stop.");
  }
  if (stop) stop->GetBool() ? clock_.stop() : clock_.go_on();
  if (to) clock_.set(milliseconds(*to));
  if (by) clock_.set(clock_.now() + milliseconds(*by));
  account_.jobs.run(account_.clock());
  return clock_response();
}

Response Application::clock_response() const {
  JsonWriter json;
  json.begin_object();
  json.field("unix_seconds", static_cast<double>(clock_.now().count()) / 1000);
  json.field("stopped", clock_.is_stopped()).end_object();
  return json_response(200, json.text());
}

}  // namespace sandbox
