// SPDX-License-Identifier: Apache-2.0
// Failures on demand: what a person or a test wants to see happen to the next matching requests.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http.h"
#include "plan.h"
#include "rate_limits.h"

namespace sandbox {

/// As in POST /sandbox/faults:
///   {"method":"POST","path":"/api/v2/tickets","times":1,"fault":"cut_after_commit"}
struct Fault {
  enum class Kind {
    kCutAfterCommit,    ///< the write is stored; the connection closes without an answer
    kCutBeforeCommit,   ///< nothing is stored; the connection closes without an answer
    kResetAfterCommit,  ///< the same two with a reset (RST) in place of an orderly end
    kResetBeforeCommit,
    kLateCommit,       ///< the connection closes without an answer; the write is stored `ms` later
    kCutBody,          ///< the write is stored; half of the answer's body comes
    kStatus,           ///< nothing is stored; `status`, `headers`, `body` are the answer
    kDelay,            ///< the write is stored; the answer is held for `ms`
    kHang,             ///< nothing is stored; no answer ever
    kDrip,             ///< the write is stored; the answer comes 16 bytes at a time, every `ms`
    kDuplicate,        ///< the request is carried out twice; the second answer comes
    kNoHelpDesk,       ///< nothing is stored; the account is unknown
    kTlsFailure,       ///< the next handshake is refused
    kJobLosesResults,  ///< the job does all items and tells nothing of `items` of them
    kJobFails,         ///< the job ends after `items` of them: failed
    kJobKilled,        ///< the same, killed
    kBusinessRule,     ///< the ticket write is stored, then `change` is, as by a trigger
    kNotInPlan,        ///< the endpoints of `feature` are not there, until cleared
    kRateLimit,        ///< the account keeps to `rates`, until cleared
  };
  /// What it waits for.
  enum class Stage { kRequest, kJob, kTicketWrite, kHandshake, kNothing };

  Kind kind = Kind::kStatus;
  Stage stage = Stage::kRequest;
  std::string name;  ///< as asked for

  // Which of the matching requests it strikes.
  std::string method;                     ///< empty: any
  std::string path;                       ///< without .json; `*` at the end: what begins so
  std::optional<bool> on_reused;          ///< true: not the first request of a connection
  std::int64_t after = 0;                 ///< lets so many pass first
  std::int64_t every = 1;                 ///< then strikes one in so many
  double percent = 100;                   ///< and that only with this probability
  std::optional<std::int64_t> times = 1;  ///< 0 in the request: until cleared
  std::optional<std::uint64_t> seed;      ///< of its chances; none: by the sandbox's seed

  // What it does.
  int status = 0;
  Headers headers;
  std::string body;
  std::chrono::milliseconds delay{0};
  std::optional<std::size_t> items;
  std::string change;  ///< the inside of a ticket write, a JSON object
  std::optional<Feature> feature;
  RateSettings rates;
};

/// What happens, for faults to strike.
struct Moment {
  Fault::Stage stage = Fault::Stage::kRequest;
  std::string_view method{};
  std::string_view path{};
  bool is_reused = false;
};

class Faults {
 public:
  /// Equal seeds and equal requests in the same order give equal faults.
  explicit Faults(std::uint64_t seed) : seed_(seed) {}

  void add(Fault fault);
  void clear();
  std::size_t size() const { return armed_.size(); }

  /// The first one that strikes; it counts as used.
  std::optional<Fault> take(const Moment& moment);

  /// How often each has struck, by name.
  const std::map<std::string, std::uint64_t>& struck() const { return struck_; }

 private:
  struct Armed {
    Fault fault;
    std::int64_t seen = 0;  ///< matching requests
  };
  static bool strikes(Armed& armed);

  std::uint64_t seed_;
  std::uint64_t added_ = 0;  ///< since the last clear()
  std::vector<Armed> armed_;
  std::map<std::string, std::uint64_t> struck_;
};

}  // namespace sandbox
