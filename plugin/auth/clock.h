// SPDX-License-Identifier: Apache-2.0
// The time by which lifetimes of tokens are judged.
#pragma once

#include <cstdint>

namespace zendesk::auth {

// The host's clock, so that a test can own time. [any thread]
class Clock {
 public:
  virtual ~Clock() = default;

  // Milliseconds since 1970 UTC. May jump.
  virtual std::int64_t UnixMs() const = 0;
  // From an arbitrary start, never falling.
  virtual std::int64_t MonotonicMs() const = 0;
};

}  // namespace zendesk::auth
