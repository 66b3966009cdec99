// SPDX-License-Identifier: Apache-2.0
// Exponential back-off with full jitter, and what Zendesk asks for on top.
#include "plugin/zendesk/repeats.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace zendesk {

using std::chrono::milliseconds;

namespace {

// Trying again within seconds does not make these go away, although a later run may succeed.
constexpr std::array<std::string_view, 4> kLasting = {
    "transport.tls_failed",
    "transport.proxy_failed",
    "transport.response_too_large",
    "zendesk.bad_reply",
};

}  // namespace

bool Repeats::MayGoAway(const Problem& problem) const {
  if (problem.retry != Problem::Retry::kSafe && problem.retry != Problem::Retry::kIfIdempotent)
    return false;
  if (problem.kind == Problem::Kind::kConflict && rereads_conflicts_) return false;
  if (problem.kind == Problem::Kind::kCancelled) return false;
  // Each has cost the whole time for a request.
  constexpr int kMostTimeouts = 2;
  if (problem.kind == Problem::Kind::kTimeout && attempts_ >= kMostTimeouts) return false;
  return std::find(kLasting.begin(), kLasting.end(), problem.code) == kLasting.end();
}

std::optional<milliseconds> Repeats::WaitAfter(const Problem& problem) {
  if (!MayGoAway(problem) || attempts_ >= settings_.most_attempts) return std::nullopt;
  milliseconds wait = BackOff();
  if (std::max(milliseconds(problem.wait_ms), wait) > settings_.longest_wait) return std::nullopt;
  // Everybody was told the same time, so nobody comes exactly then.
  if (problem.wait_ms >= 0) wait = milliseconds(problem.wait_ms) + wait / 4;
  if (wait >= deadline_ - std::chrono::steady_clock::now()) return std::nullopt;
  ++attempts_;
  return wait;
}

milliseconds Repeats::BackOff() {
  constexpr int64_t kFirst = 500;
  constexpr int64_t kLongest = 16'000;
  const int64_t most = std::min(kFirst << std::min(attempts_ - 1, 16), kLongest);
  return milliseconds(std::uniform_int_distribution<int64_t>(0, most)(chance_));
}

}  // namespace zendesk
