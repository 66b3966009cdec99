// SPDX-License-Identifier: Apache-2.0
// Each end lets the next one begin; one alarm serves all who cannot wait for that.
#include "plugin/transport/lane.h"

#include <utility>

namespace zendesk::transport {

using std::chrono::steady_clock;

Lines::Lines(boost::asio::io_context& io, std::function<void(Entrant&)> begin)
    : begin_(std::move(begin)), alarm_(io) {}

Lines::~Lines() {
  while (!by_latest_.empty()) Withdraw(*by_latest_.begin());
}

void Lines::Join(Entrant& entrant) {
  Lane& lane = *entrant.lane;
  entrant.lines = this;
  entrant.since = steady_clock::now();
  if (lane.begun_ < lane.most_ && !lane.advances_) return Begin(entrant);
  entrant.stands_in_line = true;
  lane.line_.push_back(entrant);
  const auto place = by_latest_.insert(entrant);
  if (place == by_latest_.begin()) SetAlarm();
}

void Lines::Leave(Entrant& entrant) {
  --entrant.lane->begun_;
  Advance(*entrant.lane);
}

bool Lines::Withdraw(Entrant& entrant) {
  if (!entrant.stands_in_line) return false;
  entrant.stands_in_line = false;
  entrant.lane->line_.erase(entrant.lane->line_.iterator_to(entrant));
  by_latest_.erase(by_latest_.iterator_to(entrant));
  return true;
}

// What begins may end at once, and so on: without the loop here each would begin inside of the end
// of the one before it.
void Lines::Advance(Lane& lane) {
  if (std::exchange(lane.advances_, true)) return;
  while (lane.begun_ < lane.most_ && !lane.line_.empty()) Begin(lane.line_.front());
  lane.advances_ = false;
}

void Lines::Begin(Entrant& entrant) {
  Withdraw(entrant);  // in case it stood in line
  ++entrant.lane->begun_;
  entrant.lined_up = steady_clock::now() - entrant.since;
  begin_(entrant);
}

void Lines::SetAlarm() {
  alarm_.expires_at(by_latest_.begin()->latest);
  alarm_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    // Not all at once, so that others get their turns on the thread.
    constexpr int kMostAtOnce = 32;
    const auto now = steady_clock::now();
    for (int begun = 0; begun < kMostAtOnce && !by_latest_.empty(); ++begun) {
      if (by_latest_.begin()->latest > now) break;
      Begin(*by_latest_.begin());
    }
    if (!by_latest_.empty()) SetAlarm();
  });
}

Rest::Rest(Entrant* entrant) {
  if (entrant == nullptr || entrant->lane->resting_ == Lane::kMostResting) return;
  lane_ = entrant->lane;
  ++lane_->resting_;
  --lane_->begun_;
  entrant->lines->Advance(*lane_);
}

// Nobody is sent back, so for a while more may be at work than the lane is for.
Rest::~Rest() {
  if (lane_ == nullptr) return;
  --lane_->resting_;
  ++lane_->begun_;
}

}  // namespace zendesk::transport
