// SPDX-License-Identifier: Apache-2.0
// The newest of each limit, and the greatest difference of the clocks.
#include "plugin/zendesk/answer_notes.h"

#include <algorithm>
#include <cstdlib>

#include "plugin/zendesk/rate_headers.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk {

void AnswerNotes::Take(const transport::Response& response, std::string_view bucket) {
  const RateHeaders headers = ReadRateHeaders(response);
  const auto note = [this](std::string_view name, const RateLevel& level) {
    Note({std::string(name), level.limit, level.remaining});
  };
  if (headers.account) note(bucket, *headers.account);
  for (const RateHeaders::Endpoint& endpoint : headers.endpoints)
    note(endpoint.name, endpoint.level);
  NoteDate(response);
}

const RateLimit* AnswerNotes::tightest_limit() const {
  const auto tightest =
      std::min_element(limits_.begin(), limits_.end(), [](const RateLimit& a, const RateLimit& b) {
        return static_cast<double>(a.remaining) / static_cast<double>(a.limit) <
               static_cast<double>(b.remaining) / static_cast<double>(b.limit);
      });
  return tightest == limits_.end() ? nullptr : &*tightest;
}

const RateLimit* AnswerNotes::Find(std::string_view bucket) const {
  const auto found = std::find_if(limits_.begin(), limits_.end(), [bucket](const RateLimit& limit) {
    return limit.bucket == bucket;
  });
  return found == limits_.end() ? nullptr : &*found;
}

void AnswerNotes::Note(RateLimit limit) {
  constexpr size_t kMostLimits = 32;  // more than Zendesk has; another server may make names up
  std::erase_if(limits_, [&limit](const RateLimit& old) { return old.bucket == limit.bucket; });
  if (limits_.size() < kMostLimits) limits_.push_back(std::move(limit));
}

// Zendesk wrote its time at some moment between the request and its answer, without the fraction of
// the second.
void AnswerNotes::NoteDate(const transport::Response& response) {
  constexpr int64_t kSecond = 1000;
  const auto header = response.Header("Date");
  const auto date = header ? ReadHttpDate(*header) : std::nullopt;
  if (!date) return;
  const int64_t now = clock_.UnixMs();
  int64_t skew = 0;
  if (*date + kSecond < sent_at_) skew = sent_at_ - *date - kSecond;
  if (*date > now) skew = now - *date;
  if (!clock_skew_ms_ || std::abs(skew) > std::abs(*clock_skew_ms_)) clock_skew_ms_ = skew;
}

}  // namespace zendesk
