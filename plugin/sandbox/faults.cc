// SPDX-License-Identifier: Apache-2.0
// Matching fault switches. Each has a count and chances of its own, so that what one does to a
// request does not depend on the others.
#include "faults.h"

#include "ulid.h"

namespace sandbox {
namespace {

bool matches(const Fault& fault, const Moment& moment) {
  if (fault.stage != moment.stage) return false;
  if (fault.stage == Fault::Stage::kHandshake) return true;  // there is no request yet
  if (fault.on_reused && *fault.on_reused != moment.is_reused) return false;
  if (!fault.method.empty() && fault.method != moment.method) return false;
  if (!fault.path.ends_with('*')) return moment.path == fault.path;
  return moment.path.starts_with(std::string_view(fault.path).substr(0, fault.path.size() - 1));
}

// From 0 up to, not including, 100.
double draw(std::uint64_t seed, std::int64_t number) {
  const std::uint64_t bits = scramble(scramble(seed) + static_cast<std::uint64_t>(number));
  return static_cast<double>(bits >> 11) * 0x1p-53 * 100;
}

}  // namespace

void Faults::add(Fault fault) {
  ++added_;
  if (!fault.seed) fault.seed = seed_ + added_;
  armed_.push_back({std::move(fault)});
}

void Faults::clear() {
  armed_.clear();
  added_ = 0;
}

bool Faults::strikes(Armed& armed) {
  const Fault& fault = armed.fault;
  const std::int64_t number = ++armed.seen - fault.after;
  return number > 0 && number % fault.every == 0 && draw(*fault.seed, number) < fault.percent;
}

std::optional<Fault> Faults::take(const Moment& moment) {
  auto chosen = armed_.end();
  for (auto armed = armed_.begin(); armed != armed_.end(); ++armed) {
    if (!matches(armed->fault, moment)) continue;
    if (strikes(*armed) && chosen == armed_.end()) chosen = armed;
  }
  if (chosen == armed_.end()) return std::nullopt;
  Fault fault = chosen->fault;
  ++struck_[fault.name];
  if (chosen->fault.times && --*chosen->fault.times == 0) armed_.erase(chosen);
  return fault;
}

}  // namespace sandbox
