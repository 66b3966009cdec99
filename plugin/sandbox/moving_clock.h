// SPDX-License-Identifier: Apache-2.0
// The sandbox's time: that of another clock, until a test moves or stops it.
#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include "time_text.h"

namespace sandbox {

class MovingClock {
 public:
  using Time = std::chrono::milliseconds;

  explicit MovingClock(Clock base) : base_(std::move(base)) {}

  Time now() const { return stopped_at_ ? *stopped_at_ : base_() + ahead_; }
  bool is_stopped() const { return stopped_at_.has_value(); }

  /// It may go back, too.
  void set(Time time) {
    if (stopped_at_) stopped_at_ = time;
    ahead_ = time - base_();
  }
  void stop() { stopped_at_ = now(); }
  /// On from where it was stopped.
  void go_on() {
    ahead_ = now() - base_();
    stopped_at_.reset();
  }

 private:
  Clock base_;
  Time ahead_{0};
  std::optional<Time> stopped_at_;
};

}  // namespace sandbox
