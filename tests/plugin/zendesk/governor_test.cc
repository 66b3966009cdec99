// SPDX-License-Identifier: Apache-2.0
// Which requests draw from which of Zendesk's limits.
#include "plugin/zendesk/governor.h"

#include <doctest/doctest.h>

#include "answer.h"

namespace zendesk {
namespace {

bool Admits(Governor& governor, const Route& route) {
  Admission admission;
  return governor.TryAdmit(route, admission);
}

const Route kAny;
const Route kCreate(Endpoint::kCreateTicket);
const Route kProfile(Endpoint::kProfiles);

Route Update(int64_t ticket) {
  return Route(Endpoint::kUpdateTicket, ticket);
}

TEST_SUITE_BEGIN("governor");

TEST_CASE("one update of a ticket at a time, of another one too") {
  Governor governor;
  {
    Admission first;
    REQUIRE(governor.TryAdmit(Update(1), first));
    CHECK_FALSE(Admits(governor, Update(1)));
    CHECK(Admits(governor, Update(2)));
    CHECK(Admits(governor, kAny));
  }
  CHECK(Admits(governor, Update(1)));
}

TEST_CASE("a refusal closes the limit of which nothing is left") {
  Governor governor;
  Admission first;
  REQUIRE(governor.TryAdmit(Update(1), first));
  governor.Take(Answer(429, "",
                       {"Retry-After: 30", "X-Rate-Limit: 700", "X-Rate-Limit-Remaining: 600",
                        "zendesk-ratelimit-tickets-update: total=100; remaining=50; resets=30",
                        "zendesk-ratelimit-per-ticket-updates: total=30; remaining=0; resets=30"}),
                first);
  CHECK(governor.account().limit() == 700);
  CHECK(governor.ticket_updates().remaining() == 50);
  CHECK_FALSE(Admits(governor, Update(1)));
  CHECK(Admits(governor, Update(2)));
  CHECK(Admits(governor, kCreate));
}

TEST_CASE("a refusal that tells no limit closes the account's") {
  Governor governor;
  Admission first;
  REQUIRE(governor.TryAdmit(Update(1), first));
  governor.Take(Answer(429, "", {"Retry-After: 30"}), first);
  CHECK_FALSE(Admits(governor, Update(2)));
  CHECK_FALSE(Admits(governor, kAny));
  CHECK(Admits(governor, kProfile));  // which have a limit of their own
}

TEST_CASE("a refusal that does not say when to come back closes nothing") {
  Governor governor;
  Admission first;
  REQUIRE(governor.TryAdmit(kAny, first));
  governor.Take(Answer(429), first);
  CHECK(Admits(governor, kAny));
}

TEST_CASE("thousands of tickets are forgotten when they are of no use any more") {
  Governor governor;
  for (int64_t ticket = 1; ticket <= 5000; ++ticket) REQUIRE(Admits(governor, Update(ticket)));
  CHECK(Admits(governor, Update(1)));
}

TEST_SUITE_END();

}  // namespace
}  // namespace zendesk
