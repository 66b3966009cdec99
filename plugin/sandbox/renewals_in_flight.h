// SPDX-License-Identifier: Apache-2.0
// How many renewals of tokens there are at one time: a good client makes one after the other.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

namespace sandbox {

class RenewalsInFlight {
 public:
  /// It is over when the result is let go, on whichever thread; this object must still be there.
  /// begin() itself must not run twice at one time.
  std::shared_ptr<const void> begin() {
    const std::int64_t now = ++now_;
    if (now > largest_) largest_ = now;
    return {this, [this](const void*) { --now_; }};
  }

  std::int64_t largest() const { return largest_; }

 private:
  std::atomic<std::int64_t> now_{0};
  std::int64_t largest_ = 0;
};

}  // namespace sandbox
