// SPDX-License-Identifier: Apache-2.0
// What the headers of Zendesk's answers tell besides: how many requests are left, and the time.
// developer.zendesk.com/api-reference/introduction/rate-limits/
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugin/transport/http.h"
#include "plugin/zendesk/account.h"

namespace zendesk {

/// Requests that may be made within a window of Zendesk's, and those that are left of them.
struct RateLimit {
  std::string bucket;  ///< what they are for, such as "profiles" or "tickets-update"; empty: all
  int64_t limit = 0;
  int64_t remaining = 0;
};

/// Of the newest answers. [I/O thread]
class AnswerNotes {
 public:
  /// The clock must outlive the notes.
  explicit AnswerNotes(const HostClock& clock) : clock_(clock) {}

  /// A request goes out now; its answer is the next one.
  void WillSend() { sent_at_ = clock_.UnixMs(); }

  /// Its answer has come. `bucket` is what the headers of the account's limit stand for at this
  /// address.
  void Take(const transport::Response& response, std::string_view bucket);

  /// The account's own limit; nothing when no answer told it.
  const RateLimit* account_limit() const { return Find(""); }

  /// The limit of which the smallest part is left.
  const RateLimit* tightest_limit() const;

  /// By how many milliseconds the host's clock is ahead of Zendesk's at least, negative when it is
  /// behind; 0 when the difference is less than such headers, which are to the second, can prove.
  /// Nothing when no answer told the time.
  std::optional<int64_t> clock_skew_ms() const { return clock_skew_ms_; }

 private:
  const RateLimit* Find(std::string_view bucket) const;
  void Note(RateLimit limit);
  void NoteDate(const transport::Response& response);

  const HostClock& clock_;
  int64_t sent_at_ = 0;
  std::vector<RateLimit> limits_;
  std::optional<int64_t> clock_skew_ms_;
};

}  // namespace zendesk
