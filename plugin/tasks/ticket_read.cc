// SPDX-License-Identifier: Apache-2.0
// Nothing is written on the ground of an answer that cannot carry it.
#include "plugin/tasks/ticket_read.h"

#include <chrono>
#include <utility>

#include "plugin/tasks/before_writing.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk::tasks {
namespace {

// Tags that were not read whole would be lost by writing the others back, and without a stamp
// Zendesk would not notice that somebody else has changed the ticket meanwhile.
void CheckRead(const TicketAnswer& answer, StampUse use) {
  const bool has_stamp = !answer.reply.updated_at.empty();
  if (use == StampUse::kNone || (answer.reply.has_tags && has_stamp)) return;
  Problem problem(Problem::Kind::kUnavailable, "zendesk.bad_reply",
                  Message("Zendesk's answer does not hold the ticket's tags and the time of its "
                          "last change, so nothing could be changed without harm to what others "
                          "change. Nothing was written."));
  problem.retry = Problem::Retry::kSafe;
  throw problem;
}

// In the second in which the ticket was changed, another change would leave the same stamp. Clocks
// that differ by more than their seconds tell nothing.
bool IsJustChanged(const TicketAnswer& answer) {
  constexpr int64_t kSecondMs = 1000;
  constexpr int64_t kLargestSkewMs = 5000;
  const auto changed = ReadUtcTime(answer.reply.updated_at);
  if (!changed || !answer.answered_at_unix_ms) return false;
  const int64_t age = *answer.answered_at_unix_ms - *changed;
  return age < kSecondMs && age > -kLargestSkewMs;
}

Problem JustChanged() {
  Problem problem(
      Problem::Kind::kConflict, "zendesk.conflict",
      Message("The ticket was changed a moment ago, and there was no time to wait until another "
              "change of it would show. Nothing was written."));
  problem.retry = Problem::Retry::kSafe;
  return problem;
}

}  // namespace

Task<TicketAnswer> ReadBeforeUpdate(Client& client, int64_t id, StampUse use) {
  constexpr int kMostReads = 30;
  constexpr std::chrono::milliseconds kSecond(1000);
  for (int reads = 1;; ++reads) {
    TicketAnswer answer = co_await BeforeWriting(client.ShowTicket(id));
    CheckRead(answer, use);
    const bool writes_all_tags = use == StampUse::kAllTags && client.work().dry_run == nullptr;
    if (!writes_all_tags || !IsJustChanged(answer)) co_return answer;
    if (reads == kMostReads) throw JustChanged();
    const bool goes_on = co_await client.AwaitOthers(kSecond);
    if (!goes_on) throw JustChanged();
  }
}

}  // namespace zendesk::tasks
