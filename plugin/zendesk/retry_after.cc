// SPDX-License-Identifier: Apache-2.0
// Seconds or a date, as RFC 9110 has it.
#include "plugin/zendesk/retry_after.h"

#include <algorithm>

#include "plugin/zendesk/time_text.h"

namespace zendesk {

std::optional<int64_t> ReadRetryAfter(const transport::Response& response) {
  constexpr int64_t kLongestSeconds =
      24 * 3600;  // anything longer is a mistake, and would overflow somebody's timer
  const auto header = response.Header("Retry-After");
  if (!header) return std::nullopt;
  if (const auto seconds = ReadDigits(*header)) return std::min(*seconds, kLongestSeconds) * 1000;
  const auto date_header = response.Header("Date");
  const auto until = ReadHttpDate(*header);
  const auto now = date_header ? ReadHttpDate(*date_header) : std::nullopt;
  if (!until || !now) return std::nullopt;
  return std::clamp<int64_t>(*until - *now, 0, kLongestSeconds * 1000);
}

}  // namespace zendesk
