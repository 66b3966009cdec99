// SPDX-License-Identifier: Apache-2.0
// What a client of the benchmark measures of itself.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace bench {

// From its making on: the time that passes and the processor time of all of the process's threads.
class Measure {
 public:
  Measure();

  // {"tickets","seconds","cpu_seconds","peak_rss_kb"} as one line; the last counts from the start
  // of the process.
  std::string Json(std::size_t tickets) const;

 private:
  const std::chrono::steady_clock::time_point started_;
  const double cpu_;
};

// The process's memory at this moment. Throws std::runtime_error.
std::size_t ResidentKb();

}  // namespace bench
