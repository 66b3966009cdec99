// SPDX-License-Identifier: Apache-2.0
// Cautious between two answers, and corrected by each of them.
#include "plugin/transport/meter.h"

#include <algorithm>

namespace zendesk::transport {

Meter::Opening Meter::NextOpening(Deadline now) {
  if (now < closed_until_) return {closed_until_, true};
  if (under_way_ >= (told_ ? shape_.at_once : std::min(shape_.at_once, shape_.untold)))
    return {kNoDeadline};
  if (limit() == 0) return {now};
  if (now >= window_ends_) {
    remaining_.Set(limit() - under_way_);  // which may be counted in the new window
    window_ends_ = now + shape_.window;
    next_turn_ = now;
  }
  // What the answers under way tell may still be more than is reckoned with here.
  if (remaining() <= 0) return {window_ends_, under_way_ == 0};
  return {next_turn_};
}

std::uint64_t Meter::Take(Deadline now) {
  ++under_way_;
  if (limit() != 0) {
    remaining_.Add(-1);
    next_turn_ = NextTurn(now);
  }
  return ++newest_taken_;
}

Deadline Meter::NextTurn(Deadline now) const {
  const bool is_plenty = remaining() > limit() / 2;
  if (!shape_.is_paced || is_plenty || window_ends_ <= now) return now;
  return now + (window_ends_ - now) / (std::max<std::int64_t>(remaining(), 0) + 1);
}

void Meter::Learn(std::uint64_t number, const std::optional<Level>& level, Deadline now) {
  told_ = true;
  if (!level || number <= newest_told_) return;
  newest_told_ = number;
  // Those that went later may not have been counted yet.
  const std::int64_t remaining_now =
      level->remaining - static_cast<std::int64_t>(newest_taken_ - number);
  if (level->resets_in) {
    // Whole seconds, of which the last has only begun.
    window_ends_ = now + *level->resets_in + std::chrono::seconds(1);
  } else if (limit() == 0 || remaining_now > remaining() + under_way_) {
    window_ends_ = now + shape_.window;
  }
  limit_.Set(level->limit);
  remaining_.Set(remaining_now);
  next_turn_ = std::min(next_turn_, NextTurn(now));
}

void Meter::CloseUntil(Deadline when) {
  closed_until_ = std::max(closed_until_, when);
}

bool Meter::IsIdle(Deadline now) const {
  return under_way_ == 0 && now >= closed_until_ && (limit() == 0 || now >= window_ends_);
}

}  // namespace zendesk::transport
