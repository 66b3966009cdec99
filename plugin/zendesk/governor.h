// SPDX-License-Identifier: Apache-2.0
// Zendesk's limits on the requests of one account, which all its connections and tasks share.
// developer.zendesk.com/api-reference/introduction/rate-limits/
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "plugin/transport/bucket.h"
#include "plugin/transport/http.h"
#include "plugin/zendesk/job.h"
#include "plugin/zendesk/rate_headers.h"

namespace zendesk {

using Bucket = transport::Bucket;

/// Which limits a request draws from, beside the account's.
enum class Endpoint {
  kOther,
  kCreateTicket,
  kUpdateTicket,  ///< also one of each ticket's own
  kWriteUser,
  kProfiles,  ///< their limit stands in place of the account's
};

/// Where a request goes, as far as limits are concerned.
struct Route {
  Route() = default;  // no aggregate, so that it is safe inside co_await; see transport/task.h
  explicit Route(Endpoint route_endpoint, int64_t ticket = 0)
      : endpoint(route_endpoint), ticket_id(ticket) {}

  Endpoint endpoint = Endpoint::kOther;
  int64_t ticket_id = 0;
};

/// The right to one request; see transport::Passage.
class Admission {
 public:
  Admission() = default;
  Admission(const Admission&) = delete;
  Admission& operator=(const Admission&) = delete;

  /// It has to wait for a limit of the one thing that the request is about.
  bool awaits_special() const { return stages_[0] && !stages_[0]->passage; }

 private:
  friend class Governor;
  struct Stage {
    Bucket* bucket;
    std::string_view header;  ///< of the endpoint's limit; empty: the account's headers
    std::optional<transport::Passage> passage;

    std::optional<RateLevel> LevelIn(const RateHeaders& headers) const;
  };
  std::array<std::optional<Stage>, 3> stages_;
};

/// [I/O thread] for all but the levels.
class Governor {
 public:
  Governor();

  /// Lets a request go as soon as its limits allow, in its turn. False: not at once.
  bool TryAdmit(const Route& route, Admission& admission);
  /// The rest of an admission that TryAdmit() could not give at once. Throws transport::Closed and
  /// transport::Failure, see Bucket::Pass(); nothing is sent then.
  transport::Task<void> Admit(Admission& admission, transport::Deadline deadline,
                              std::chrono::milliseconds longest,
                              std::chrono::steady_clock::time_point since);

  /// The answer to a request that was admitted.
  void Take(const transport::Response& response, Admission& admission);

  /// A place for a job, which Zendesk allows 30 of at a time, to be held until it has ended.
  /// Throws as Admit() does.
  transport::Task<transport::Passage> TakeJobPlace(transport::Deadline deadline);

  /// How long an item of the account's jobs takes.
  JobPace::PerItem& job_item_time() { return job_item_time_; }

  /// [any thread]
  const Bucket& account() const { return account_; }
  const Bucket& profiles() const { return profiles_; }
  const Bucket& ticket_updates() const { return ticket_updates_; }

 private:
  void Plan(const Route& route, Admission& admission);
  Bucket& OfTicket(int64_t id);
  void Close(transport::Deadline until, const RateHeaders& headers, Admission& admission);

  Bucket account_;
  Bucket profiles_;
  Bucket ticket_creates_;
  Bucket ticket_updates_;
  Bucket user_writes_;
  Bucket jobs_;
  JobPace::PerItem job_item_time_ = JobPace::kGuess;
  static constexpr size_t kCrowd = 1024;
  std::map<int64_t, Bucket> tickets_;
  size_t crowd_ = kCrowd;
};

}  // namespace zendesk
