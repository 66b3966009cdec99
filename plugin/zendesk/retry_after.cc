// SPDX-License-Identifier: Apache-2.0
// Seconds or a date, as RFC 9110 has it.
#include "plugin/zendesk/retry_after.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace zendesk {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int64_t> ReadNumber(std::string_view digits) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number < 0)
    return std::nullopt;
  return number;
}

}  // namespace

std::optional<int64_t> ReadHttpDate(std::string_view text) {
  constexpr std::string_view kPicture = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (text.size() != kPicture.size() || !text.ends_with(" GMT")) return std::nullopt;
  const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const auto day = ReadNumber(text.substr(5, 2));
  const auto year = ReadNumber(text.substr(12, 4));
  const auto hour = ReadNumber(text.substr(17, 2));
  const auto minute = ReadNumber(text.substr(20, 2));
  const auto second = ReadNumber(text.substr(23, 2));
  if (month == kMonths.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year(static_cast<int>(*year)),
      std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (((days * 24 + *hour) * 60 + *minute) * 60 + *second) * 1000;
}

std::optional<int64_t> ReadRetryAfter(const transport::Response& response) {
  constexpr int64_t kLongestSeconds =
      24 * 3600;  // anything longer is a mistake, and would overflow somebody's timer
  const auto header = response.Header("Retry-After");
  if (!header) return std::nullopt;
  if (const auto seconds = ReadNumber(*header)) return std::min(*seconds, kLongestSeconds) * 1000;
  const auto date_header = response.Header("Date");
  const auto until = ReadHttpDate(*header);
  const auto now = date_header ? ReadHttpDate(*date_header) : std::nullopt;
  if (!until || !now) return std::nullopt;
  return std::clamp<int64_t>(*until - *now, 0, kLongestSeconds * 1000);
}

}  // namespace zendesk
