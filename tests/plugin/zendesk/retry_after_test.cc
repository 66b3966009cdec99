// SPDX-License-Identifier: Apache-2.0
// Seconds, dates, and what is neither.
#include "plugin/zendesk/retry_after.h"

#include <doctest/doctest.h>

#include "answer.h"
#include "plugin/zendesk/time_text.h"

using zendesk::Answer;
using zendesk::ReadHttpDate;
using zendesk::ReadRetryAfter;

TEST_SUITE_BEGIN("retry_after");

TEST_CASE("dates of HTTP") {
  CHECK(ReadHttpDate("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
  CHECK(ReadHttpDate("Sun, 06 Nov 1994 08:49:37 GMT") == 784111777000);
  CHECK(ReadHttpDate("Thu, 29 Feb 2024 23:59:60 GMT") == 1709251200000);
  CHECK(ReadHttpDate("Fri, 31 Dec 9999 23:59:59 GMT") == 253402300799000);
  for (const char* text : {"", "0", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
                           "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 30 Feb 1994 08:49:37 GMT",
                           "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
                           "Sun, 06 Nov 1994 08:60:37 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
                           "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT",
                           "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    CAPTURE(text);
    CHECK_FALSE(ReadHttpDate(text).has_value());
  }
}

TEST_CASE("seconds") {
  const auto wait = [](const char* value) {
    return ReadRetryAfter(Answer(429, "", {("Retry-After: " + std::string(value)).c_str()}));
  };
  CHECK(wait("0") == 0);
  CHECK(wait("93") == 93'000);
  CHECK(wait("  7  ") == 7'000);
  CHECK(wait("9223372036854775807") == 86'400'000);  // a day at most
  for (const char* value : {"", "-1", "+1", "1.5", "1s", "soon", "9223372036854775808", "0x10"}) {
    CAPTURE(value);
    CHECK_FALSE(wait(value).has_value());
  }
  CHECK_FALSE(ReadRetryAfter(Answer(429)).has_value());
}

TEST_CASE("a date counts from the answer's own date") {
  const auto wait = [](const char* until, std::initializer_list<const char*> more) {
    auto answer = Answer(429, "", more);
    answer.headers.Append("retry-after: " + std::string(until) + "\r\n");
    return ReadRetryAfter(answer);
  };
  const char* const noon = "Date: Sun, 22 Nov 2026 12:00:00 GMT";
  CHECK(wait("Sun, 22 Nov 2026 12:01:30 GMT", {noon}) == 90'000);
  CHECK(wait("Sun, 22 Nov 2026 11:00:00 GMT", {noon}) == 0);
  CHECK(wait("Sun, 22 Nov 2099 11:00:00 GMT", {noon}) == 86'400'000);
  CHECK_FALSE(wait("Sun, 22 Nov 2026 12:01:30 GMT", {}).has_value());
  CHECK_FALSE(wait("Sun, 22 Nov 2026 12:01:30 GMT", {"Date: today"}).has_value());
  CHECK_FALSE(wait("tomorrow", {noon}).has_value());
}

TEST_SUITE_END();
