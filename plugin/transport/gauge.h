// SPDX-License-Identifier: Apache-2.0
// A number that one thread changes and others may read.
#pragma once

#include <atomic>
#include <cstdint>

namespace zendesk::transport {

// Costs its writer no more than a plain number. [I/O thread] for all but value().
class Gauge {
 public:
  // [any thread]
  std::int64_t value() const noexcept { return value_.load(std::memory_order_relaxed); }

  void Set(std::int64_t value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void Add(std::int64_t difference) noexcept { Set(value() + difference); }

 private:
  std::atomic<std::int64_t> value_ = 0;
};

}  // namespace zendesk::transport
