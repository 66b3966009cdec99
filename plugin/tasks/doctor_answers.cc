// SPDX-License-Identifier: Apache-2.0
// Two thresholds.
#include "plugin/tasks/doctor_answers.h"

#include <cstdlib>

namespace zendesk::tasks {
namespace {

using State = Report::State;

// Warned of when less is left than this part.
constexpr int64_t kPart = 10;
constexpr int64_t kSecond = 1000;
constexpr int64_t kNotableSkewMs = 60 * kSecond;

bool IsNearlyUsedUp(const RateLimit& limit) {
  return limit.remaining < limit.limit / kPart;
}

}  // namespace

void ReportRateLimit(const AnswerNotes& notes, Report& report) {
  const RateLimit* account = notes.account_limit();
  const RateLimit* tightest = notes.tightest_limit();
  if (tightest == nullptr) return;
  if (account != nullptr && IsNearlyUsedUp(*account)) {
    report.Add(Check::kRateLimit, State::kWarning,
               Message("Of {} requests a minute, only {} are left: others use this account, too.",
                       account->limit, account->remaining));
  } else if (!IsNearlyUsedUp(*tightest)) {
    const RateLimit& shown = account != nullptr ? *account : *tightest;
    report.Add(Check::kRateLimit, State::kOk,
               Message("Of {} requests a minute, {} are left.", shown.limit, shown.remaining));
  } else {
    report.Add(Check::kRateLimit, State::kWarning,
               Message("Of {} requests for one kind of thing, only {} are left: others use this "
                       "account, too.",
                       tightest->limit, tightest->remaining));
  }
}

void ReportClock(const AnswerNotes& notes, Report& report) {
  const auto skew_ms = notes.clock_skew_ms();
  if (!skew_ms) return;
  if (std::abs(*skew_ms) < kNotableSkewMs) {
    report.Add(Check::kClock, State::kOk,
               Message("The clock of this machine agrees with Zendesk's."));
    return;
  }
  const int64_t seconds = std::abs(*skew_ms) / kSecond;
  report.Add(Check::kClock, State::kWarning,
             *skew_ms > 0
                 ? Message("The clock of this machine is {} s ahead of Zendesk's.", seconds)
                 : Message("The clock of this machine is {} s behind Zendesk's.", seconds));
}

}  // namespace zendesk::tasks
