// SPDX-License-Identifier: Apache-2.0
// Times as Zendesk writes them: whole seconds since 1970 inside, ISO 8601 in UTC outside.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sandbox {

using Seconds = std::int64_t;

/// Where the sandbox takes the time from, since 1970; tests bring their own.
using Clock = std::function<std::chrono::milliseconds()>;

std::chrono::milliseconds system_time();

/// `2026-11-22T13:05:09Z`
std::string format_time(Seconds time);

/// `Sun, 22 Nov 2026 13:05:09 GMT`, for the Date header.
std::string format_http_date(Seconds time);

/// Reads a date or a date with time; without an offset the time is taken as UTC.
std::optional<Seconds> parse_time(std::string_view text);

/// True for `YYYY-MM-DD` that is a day of the calendar.
bool is_calendar_date(std::string_view text);

}  // namespace sandbox
