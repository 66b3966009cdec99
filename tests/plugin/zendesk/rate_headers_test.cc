// SPDX-License-Identifier: Apache-2.0
// Every generation of the headers that tell Zendesk's limits.
#include "plugin/zendesk/rate_headers.h"

#include <doctest/doctest.h>

#include "answer.h"

namespace zendesk {
namespace {

using std::chrono::seconds;

TEST_SUITE_BEGIN("rate_headers");

TEST_CASE("the account's limit in each generation of headers") {
  const auto plain = ReadRateHeaders(Answer(200, "",
                                            {"X-Rate-Limit: 700",  //
                                             "X-Rate-Limit-Remaining: 670"}));
  REQUIRE(plain.account);
  CHECK(plain.account->limit == 700);
  CHECK(plain.account->remaining == 670);
  CHECK_FALSE(plain.account->resets_in);

  for (const char* prefix : {"ratelimit-limit", "rate-limit", "rate-limit-limit"}) {
    CAPTURE(prefix);
    const bool has_hyphen = std::string_view(prefix).starts_with("rate-");
    const std::string stem = has_hyphen ? "rate-limit" : "ratelimit";
    const std::string limit = std::string(prefix) + ": 700";
    const std::string remaining = stem + "-remaining: 0";
    const std::string reset = stem + "-reset: 10";
    const auto level =
        ReadRateHeaders(Answer(200, "", {limit.c_str(), remaining.c_str(), reset.c_str()}));
    REQUIRE(level.account);
    CHECK(level.account->limit == 700);
    CHECK(level.account->remaining == 0);
    CHECK(level.account->resets_in == seconds(10));
  }
}

TEST_CASE("the generation that tells when the limit begins anew wins") {
  const auto headers = ReadRateHeaders(
      Answer(200, "",
             {"X-Rate-Limit: 700", "X-Rate-Limit-Remaining: 10", "ratelimit-limit: 700",
              "ratelimit-remaining: 10", "ratelimit-reset: 42"}));
  REQUIRE(headers.account);
  CHECK(headers.account->resets_in == seconds(42));
}

TEST_CASE("limits of single endpoints, in both spellings") {
  const transport::Response answer =
      Answer(200, "",
             {"zendesk-ratelimit-tickets-update: total=100; remaining=99; resets=59",
              "Zendesk-Rate-Limit-per-ticket-updates: total=30;remaining=0;resets=468",
              "zendesk-ratelimit-odd: total=none"});
  const RateHeaders headers = ReadRateHeaders(answer);
  CHECK_FALSE(headers.account);
  REQUIRE(headers.endpoints.size() == 2);
  CHECK(headers.Find("tickets-update")->remaining == 99);
  CHECK(headers.Find("Tickets-Update")->resets_in == seconds(59));
  CHECK(headers.Find("per-ticket-updates")->remaining == 0);
  CHECK_FALSE(headers.Find("odd"));
}

TEST_CASE("what makes no sense is no limit") {
  for (const char* limit : {"0", "-1", "many", "", "99999999999999999999"}) {
    CAPTURE(limit);
    const std::string line = std::string("X-Rate-Limit: ") + limit;
    const auto headers =
        ReadRateHeaders(Answer(200, "", {line.c_str(), "X-Rate-Limit-Remaining: 1"}));
    CHECK_FALSE(headers.account);
  }
  CHECK_FALSE(ReadRateHeaders(Answer(200, "", {"X-Rate-Limit: 700"})).account);
  // More left than there are, and a reset in a million years.
  const auto odd = ReadRateHeaders(
      Answer(200, "",
             {"ratelimit-limit: 5", "ratelimit-remaining: 9", "ratelimit-reset: 31536000000000"}));
  REQUIRE(odd.account);
  CHECK(odd.account->remaining == 5);
  CHECK(odd.account->resets_in <= std::chrono::hours(24));
}

TEST_SUITE_END();

}  // namespace
}  // namespace zendesk
