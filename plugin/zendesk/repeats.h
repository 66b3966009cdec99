// SPDX-License-Identifier: Apache-2.0
// Whether a call that failed is made again by itself, and when.
#pragma once

#include <chrono>
#include <optional>
#include <random>

#include "plugin/transport/http.h"
#include "plugin/zendesk/problem.h"

namespace zendesk {

/// What a connection's settings say.
struct RepeatSettings {
  int most_attempts = 5;  ///< of one call, 1: it is never repeated
  /// Longer waits are not slept through: the task ends and says when to come back.
  std::chrono::milliseconds longest_wait{60'000};
};

using Chance = std::minstd_rand;

/// Of one call. What may be repeated follows from the problem's retry class alone, so that there is
/// one table for this and for hosts: kSafe, and kIfIdempotent where the call is.
class Repeats {
 public:
  /// The settings and `chance` must outlive it. `rereads_conflicts`: the call rests on what was
  /// read before, so a conflict is for the one who has to read again.
  Repeats(const RepeatSettings& settings, transport::Deadline deadline, bool rereads_conflicts,
          Chance& chance)
      : settings_(settings),
        deadline_(deadline),
        rereads_conflicts_(rereads_conflicts),
        chance_(chance) {}

  /// How long to wait before the next attempt; nothing when the problem is final.
  std::optional<std::chrono::milliseconds> WaitAfter(const Problem& problem);

 private:
  bool MayGoAway(const Problem& problem) const;
  std::chrono::milliseconds BackOff();

  const RepeatSettings& settings_;
  const transport::Deadline deadline_;
  const bool rereads_conflicts_;
  Chance& chance_;
  int attempts_ = 1;
};

}  // namespace zendesk
