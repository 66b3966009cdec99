// SPDX-License-Identifier: Apache-2.0
// How many connections there are and were.
#pragma once

#include <atomic>
#include <cstdint>

namespace sandbox {

/// [any thread]
class Connections {
 public:
  void opened() {
    ++opened_;
    const std::int64_t now = ++open_;
    std::int64_t largest = largest_;
    while (now > largest && !largest_.compare_exchange_weak(largest, now)) {
    }
  }
  void closed() { --open_; }

  std::int64_t open() const { return open_; }
  std::int64_t opened_since_start() const { return opened_; }
  std::int64_t largest() const { return largest_; }

 private:
  std::atomic<std::int64_t> open_{0}, opened_{0}, largest_{0};
};

}  // namespace sandbox
