// SPDX-License-Identifier: Apache-2.0
// The sandbox as a whole: routes, credentials, faults, journal, and the one lock over all of it.
#pragma once

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "account.h"
#include "api_calls.h"
#include "auth.h"
#include "connections.h"
#include "faults.h"
#include "idempotency.h"
#include "journal.h"
#include "moving_clock.h"
#include "rate_limits.h"
#include "renewals_in_flight.h"
#include "router.h"
#include "service.h"

namespace sandbox {

struct ApplicationOptions {
  OauthOptions oauth{};
  RateSettings rates{};
  std::chrono::milliseconds job_item_time{0};  ///< 0: jobs are done at once
  std::uint64_t seed = 0;                      ///< of faults by chance and the order of results
  bool clock_control = false;                  ///< POST /sandbox/clock moves the time
  SeedOptions contents{};                      ///< of the fresh account
};

class Application : public Service {
 public:
  explicit Application(std::string subdomain = "acme", Clock clock = system_time,
                       const ApplicationOptions& options = {});

  /// Throws std::system_error when the file cannot be opened.
  void open_journal(const std::string& file) { journal_.open(file); }
  /// What POST /sandbox/faults takes; a sentence when it cannot be understood.
  std::optional<std::string> add_faults(std::string_view text);

  Reply handle(Request request) override;
  Response refuse(int status) override;
  bool refuses_handshake() override;
  std::uint64_t changes() const override { return changes_; }
  void connection_opened() override { connections_.opened(); }
  void connection_closed() override { connections_.closed(); }

 private:
  // application.cc
  Reply receive(const Request& request);
  Reply receive_late(const Request& request, const Fault& fault);
  Reply carry_out(const Request& request, const std::optional<Route>& route,
                  const std::optional<Fault>& fault);
  Response response_to(const Request& request, const std::optional<Route>& route,
                       const Fault* fault);
  Response answer(const Request& request, const std::optional<Route>& route);
  Response oauth(const Request& request);
  Response api(const Request& request, const std::optional<Route>& route);
  Response authorized(const Request& request, const std::optional<Route>& route,
                      const Authentication& who);
  void add_common_headers(Response& response);

  // control.cc
  Reply control(const Request& request);
  std::optional<Response> change(const Request& request);
  Response take_faults(const Request& request);
  void clear_faults();
  void arm(Fault fault);
  Response move_clock(const Request& request);
  Response clock_response() const;
  std::string state_json();

  std::mutex mutex_;  ///< over everything below but the atomics
  ApplicationOptions options_;
  MovingClock clock_;
  Account account_;
  IdempotencyStore idempotency_;
  RateLimits rate_limits_;
  Faults faults_;
  Journal journal_;
  ApiCalls calls_;
  RenewalsInFlight renewals_in_flight_;
  std::uint64_t last_request_ = 0;
  std::uint64_t too_many_requests_ = 0;  ///< answers with 429
  std::atomic<std::uint64_t> changes_{0};
  Connections connections_;
};

/// A refusal for web pages of other sites, and for names that are not this machine's own: neither
/// must see or change the sandbox.
std::optional<Response> refusal_of_strangers(const Request& request);

}  // namespace sandbox
