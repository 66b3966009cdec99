// SPDX-License-Identifier: Apache-2.0
// The sandbox as a whole: routes, credentials, faults, journal, and the one lock over all of it.
#pragma once

#include <atomic>
#include <mutex>
#include <string>

#include "account.h"
#include "auth.h"
#include "faults.h"
#include "idempotency.h"
#include "journal.h"
#include "plan.h"
#include "rate_limits.h"
#include "renewals_in_flight.h"
#include "service.h"

namespace sandbox {

class Application : public Service {
 public:
  explicit Application(std::string subdomain = "acme", Clock clock = system_seconds,
                       OauthOptions oauth = {});

  /// Throws std::system_error when the file cannot be opened.
  void open_journal(const std::string& file) { journal_.open(file); }

  Reply handle(Request request) override;
  Response refuse(int status) override;
  std::uint64_t changes() const override { return changes_; }
  void connection_opened() override { ++open_connections_; }
  void connection_closed() override { --open_connections_; }

 private:
  Reply handle_locked(Request& request);
  Reply control(const Request& request);
  Response add_fault(const std::string& body);
  Response state() const;
  Response answer(const Request& request);
  Response oauth(const Request& request);
  Response api(const Request& request);
  Response authorized(const Request& request, const Authentication& who);
  void add_common_headers(Response& response);

  std::mutex mutex_;  ///< over everything below but the atomics
  Account account_;
  IdempotencyStore idempotency_;
  Plan plan_;
  RateLimits rate_limits_;
  Faults faults_;
  Journal journal_;
  RenewalsInFlight renewals_in_flight_;
  std::uint64_t last_request_ = 0;
  std::atomic<std::uint64_t> changes_{0};
  std::atomic<std::int64_t> open_connections_{0};
};

}  // namespace sandbox
