// SPDX-License-Identifier: Apache-2.0
// Calendar arithmetic by <chrono>; no locale, no time zone data.
#include "time_text.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

namespace sandbox {
namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

struct Broken {
  year_month_day date;
  unsigned weekday;
  int hour, minute, second;
};

Broken break_down(Seconds time) {
  const sys_seconds point{seconds{time}};
  const sys_days day = std::chrono::floor<days>(point);
  const int rest = static_cast<int>((point - day).count());
  return {day, std::chrono::weekday(day).c_encoding(), rest / 3600, rest / 60 % 60, rest % 60};
}

// Reads exactly `count` digits at `at` and moves on; -1 when they are not there.
int digits(std::string_view text, std::size_t& at, std::size_t count) {
  if (at + count > text.size()) return -1;
  int result = 0;
  for (const std::size_t end = at + count; at < end; ++at) {
    if (text[at] < '0' || text[at] > '9') return -1;
    result = result * 10 + (text[at] - '0');
  }
  return result;
}

bool skip(std::string_view text, std::size_t& at, char c) {
  if (at >= text.size() || text[at] != c) return false;
  ++at;
  return true;
}

std::optional<sys_days> read_date(std::string_view text, std::size_t& at) {
  const int year = digits(text, at, 4);
  if (!skip(text, at, '-')) return std::nullopt;
  const int month = digits(text, at, 2);
  if (!skip(text, at, '-')) return std::nullopt;
  const int day = digits(text, at, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  const year_month_day date{std::chrono::year(year), std::chrono::month(unsigned(month)),
                            std::chrono::day(unsigned(day))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date);
}

// `Z`, `+02:00`, `-0530` or nothing; seconds east of Greenwich.
std::optional<int> read_offset(std::string_view text, std::size_t& at) {
  if (at == text.size() || skip(text, at, 'Z')) return 0;
  const bool west = skip(text, at, '-');
  if (!west && !skip(text, at, '+')) return std::nullopt;
  const int hour = digits(text, at, 2);
  skip(text, at, ':');
  const int minute = digits(text, at, 2);
  if (hour < 0 || hour > 14 || minute < 0 || minute > 59) return std::nullopt;
  return (west ? -1 : 1) * (hour * 3600 + minute * 60);
}

}  // namespace

std::chrono::milliseconds system_time() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now);
}

std::string format_time(Seconds time) {
  const Broken t = break_down(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", int(t.date.year()),
                     unsigned(t.date.month()), unsigned(t.date.day()), t.hour, t.minute, t.second);
}

std::string format_http_date(Seconds time) {
  static constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Broken t = break_down(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[t.weekday],
                     unsigned(t.date.day()), kMonths[unsigned(t.date.month()) - 1],
                     int(t.date.year()), t.hour, t.minute, t.second);
}

std::optional<Seconds> parse_time(std::string_view text) {
  std::size_t at = 0;
  const auto day = read_date(text, at);
  if (!day) return std::nullopt;
  const Seconds midnight = seconds(day->time_since_epoch()).count();
  if (at == text.size()) return midnight;
  if (!skip(text, at, 'T') && !skip(text, at, ' ')) return std::nullopt;
  const int hour = digits(text, at, 2);
  if (!skip(text, at, ':')) return std::nullopt;
  const int minute = digits(text, at, 2);
  const int second = skip(text, at, ':') ? digits(text, at, 2) : 0;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  if (skip(text, at, '.')) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  }
  const auto offset = read_offset(text, at);
  if (!offset || at != text.size()) return std::nullopt;
  return midnight + hour * 3600 + minute * 60 + second - *offset;
}

bool is_calendar_date(std::string_view text) {
  std::size_t at = 0;
  return read_date(text, at).has_value() && at == text.size();
}

}  // namespace sandbox
