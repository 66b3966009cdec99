// SPDX-License-Identifier: Apache-2.0
// The reckoning with one of a server's limits on requests: how many may still go, and when the next
// one may. Knows no clock and nobody who waits; see Bucket.
//
// The first half of a window's requests go at once; the others are spread over what is left of it,
// so that several processes which draw from one limit get along: each sees how fast it empties.
#pragma once

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

#include "plugin/transport/gauge.h"
#include "plugin/transport/http.h"

namespace zendesk::transport {

// [I/O thread] for all but limit() and remaining(). `now` never goes back.
class Meter {
 public:
  struct Shape {
    // How long a limit lasts, where answers do not tell when it begins anew.
    std::chrono::seconds window{60};
    // So many under way before the first answer has told the limit.
    std::int64_t untold = 32;
    // So many under way at any time.
    std::int64_t at_once = std::numeric_limits<std::int64_t>::max();
    // Whether the second half of a window's requests is spread over it.
    bool is_paced = true;
  };

  // What an answer tells.
  struct Level {
    std::int64_t limit = 0;
    std::int64_t remaining = 0;
    std::optional<std::chrono::seconds> resets_in;
  };

  // When the next one may go: kNoDeadline when another one has to end first.
  struct Opening {
    Deadline at;
    bool is_closure = false;  // the limit is used up until then, or the server refuses everything
  };

  explicit Meter(const Shape& shape) : shape_(shape) {}

  Opening NextOpening(Deadline now);

  // One goes, since it may. Its number, from 1.
  std::uint64_t Take(Deadline now);

  // It has ended.
  void Leave() { --under_way_; }

  // Its answer has come, with what it says about this limit, if it does. Answers that overtake each
  // other are told apart by the numbers.
  void Learn(std::uint64_t number, const std::optional<Level>& level, Deadline now);

  // The server refuses all requests until then.
  void CloseUntil(Deadline when);

  // Nothing that still counts would be lost with it.
  bool IsIdle(Deadline now) const;

  // [any thread] 0 while unknown.
  std::int64_t limit() const { return limit_.value(); }
  std::int64_t remaining() const { return remaining_.value(); }

 private:
  Deadline NextTurn(Deadline now) const;

  const Shape shape_;
  Gauge limit_;  // 0: unknown
  Gauge remaining_;
  bool told_ = false;  // an answer has come
  std::int64_t under_way_ = 0;
  std::uint64_t newest_taken_ = 0;
  std::uint64_t newest_told_ = 0;  // of those whose answer has told the level
  Deadline window_ends_ = Deadline::min();
  Deadline next_turn_ = Deadline::min();
  Deadline closed_until_ = Deadline::min();
};

}  // namespace zendesk::transport
