// SPDX-License-Identifier: Apache-2.0
// Two pictures of the same: year to second.
#include "plugin/zendesk/time_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace zendesk {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int64_t> UnixMs(std::optional<int64_t> year, std::optional<int64_t> month,
                              std::optional<int64_t> day, std::string_view clock) {
  const auto hour = ReadDigits(clock.substr(0, 2));
  const auto minute = ReadDigits(clock.substr(3, 2));
  const auto second = ReadDigits(clock.substr(6, 2));
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  const int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return (((days * 24 + *hour) * 60 + *minute) * 60 + *second) * 1000;
}

}  // namespace

std::optional<int64_t> ReadDigits(std::string_view digits) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || number < 0)
    return std::nullopt;
  return number;
}

std::optional<int64_t> ReadHttpDate(std::string_view text) {
  constexpr std::string_view kPicture = "Sun, 06 Nov 1994 08:49:37 GMT";
  if (text.size() != kPicture.size() || !text.ends_with(" GMT")) return std::nullopt;
  const auto* const month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  if (month == kMonths.end()) return std::nullopt;
  return UnixMs(ReadDigits(text.substr(12, 4)), month - kMonths.begin() + 1,
                ReadDigits(text.substr(5, 2)), text.substr(17, 8));
}

std::optional<int64_t> ReadUtcTime(std::string_view text) {
  constexpr std::string_view kPicture = "2026-11-28T09:30:00Z";
  if (text.size() != kPicture.size() || text[10] != 'T' || text.back() != 'Z') return std::nullopt;
  return UnixMs(ReadDigits(text.substr(0, 4)), ReadDigits(text.substr(5, 2)),
                ReadDigits(text.substr(8, 2)), text.substr(11, 8));
}

}  // namespace zendesk
