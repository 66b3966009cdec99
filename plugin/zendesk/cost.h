// SPDX-License-Identifier: Apache-2.0
// What work has cost: of one task, and of all of them.
#pragma once

#include <chrono>
#include <cstdint>

#include "plugin/transport/gauge.h"

namespace zendesk {

/// Of one task. [I/O thread]
struct Cost {
  int64_t attempts = 1;                 ///< 1, and one more for each call that was made again
  int64_t api_calls = 0;                ///< requests to the API, without those for tokens
  std::chrono::milliseconds waited{0};  ///< for limits and before further attempts
  bool in_job = false;                  ///< with others, whose calls these are too
};

/// Of all tasks of a plugin object. Written on the I/O thread, read by any.
struct Counters {
  transport::Gauge api_calls;
  transport::Gauge repeats;
  transport::Gauge refusals;  ///< answers with status 429
  transport::Gauge waited_ms;
  transport::Gauge renewals;
};

/// A task has waited.
inline void CountWait(std::chrono::steady_clock::duration wait, Cost& cost, Counters& counters) {
  const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(wait);
  cost.waited += waited;
  counters.waited_ms.Add(waited.count());
}

}  // namespace zendesk
