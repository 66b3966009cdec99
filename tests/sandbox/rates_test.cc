// SPDX-License-Identifier: Apache-2.0
// Zendesk's rate limits: by plan, by endpoint, in headers, and as refusals when they are enforced.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

ApplicationOptions enforced(const char* plan) {
  ApplicationOptions options;
  options.rates = {find_rate_plan(plan)->account, find_rate_plan(plan)->profiles, true, false};
  return options;
}

void arm(Desk& desk, const std::string& json) {
  REQUIRE(desk.call("POST", "/sandbox/faults", json).status == 201);
}

Answer write_user(Desk& desk, const std::string& email) {
  return desk.call("POST", "/api/v2/users/create_or_update",
                   fmt::format(R"({{"user":{{"name":"N","email":"{}"}}}})", email));
}

Answer write_profile(Desk& desk) {
  return desk.call("PUT", "/api/v2/user_profiles?identifier=a:b:email:dana@globex.example",
                   R"({"profile":{"identifiers":[{"type":"email","value":"dana@globex.example"}],
                       "attributes":{}}})");
}

}  // namespace

TEST_CASE("each plan has its limit, in all three families of headers") {
  struct Expectation {
    const char* plan;
    int limit, profiles;
  };
  for (const auto& [plan, limit, profiles] : {Expectation{"team", 200, 250},
                                              {"growth", 400, 250},
                                              {"professional", 400, 500},
                                              {"enterprise", 700, 700},
                                              {"enterprise-plus", 2500, 1000}}) {
    CAPTURE(plan);
    Desk desk(enforced(plan));
    const Answer answer = desk.show("1");
    for (const char* name : {"x-rate-limit", "ratelimit-limit", "rate-limit"}) {
      CHECK(answer.header(name) == std::to_string(limit));
    }
    for (const char* name :
         {"x-rate-limit-remaining", "ratelimit-remaining", "rate-limit-remaining"}) {
      CHECK(answer.header(name) == std::to_string(limit - 1));
    }
    CHECK(answer.header("ratelimit-reset") == "60");
    CHECK(answer.header("rate-limit-reset") == "60");
    CHECK(write_profile(desk).header("x-rate-limit") == std::to_string(profiles));
    for (int i = 1; i < limit; ++i) REQUIRE(desk.show("1").status == 200);
    const Answer refused = desk.show("1");
    CHECK(refused.status == 429);
    CHECK(refused.header("ratelimit-remaining") == "0");
    CHECK(write_profile(desk).status == 200);
  }
}

TEST_CASE("a refusal is text or, when it is asked for, JSON") {
  Desk desk;
  arm(desk, R"({"fault":"rate_limit","limit":0})");
  CHECK(desk.show("1").body == "Number of allowed API requests per minute exceeded");
  CHECK(desk.show("1").header("content-type") == "text/plain; charset=utf-8");
  CHECK(write_profile(desk).at("/errors/0/code") == R"("TooManyRequests")");
  arm(desk, R"({"fault":"rate_limit","limit":0,"json":true})");
  const Answer json = desk.show("1");
  CHECK(json.status == 429);
  CHECK(json.header("retry-after") == "60");
  CHECK(json.at("/errors/0/code") == R"("TooManyRequests")");
  CHECK(desk.call("GET", "/sandbox/state").at("/too_many_requests") == "4");
}

TEST_CASE("the plan can be switched while it runs") {
  Desk desk;
  arm(desk, R"({"fault":"rate_limit","plan":"team","enforce":false})");
  for (int i = 0; i < 201; ++i) REQUIRE(desk.show("1").status == 200);
  arm(desk, R"({"fault":"rate_limit","plan":"team"})");
  CHECK(desk.show("1").status == 429);
  arm(desk, R"({"fault":"rate_limit","plan":"growth"})");
  CHECK(desk.show("1").header("x-rate-limit-remaining") == "197");
  desk.call("DELETE", "/sandbox/faults");
  CHECK(desk.show("1").header("x-rate-limit") == "700");
}

TEST_CASE("one ticket: 30 updates in ten minutes by one user") {
  Desk desk(enforced("enterprise-plus"));
  Answer last;
  for (int i = 0; i < 30; ++i) last = desk.update("1", R"("priority":"low")");
  CHECK(last.status == 200);
  CHECK(last.header("zendesk-ratelimit-per-ticket-updates") == "total=30; remaining=0; resets=600");
  desk.time += 100;
  const Answer refused = desk.update("1", R"("priority":"high")");
  CHECK(refused.status == 429);
  CHECK(refused.header("retry-after") == "500");
  CHECK(desk.show("1").at("/ticket/priority") == R"("low")");
  CHECK(desk.update("2", R"("priority":"high")").status == 200);
  desk.headers[0].second =  // ben@acme.example/token:sandbox-api-token
      "Basic YmVuQGFjbWUuZXhhbXBsZS90b2tlbjpzYW5kYm94LWFwaS10b2tlbg==";
  CHECK(desk.update("1", R"("priority":"high")").status == 200);
  desk.headers[0].second = "Bearer sandbox-access-token";
  desk.time += 500;
  CHECK(desk.update("1", R"("priority":"high")").status == 200);
}

TEST_CASE("the account: 100 ticket updates a minute") {
  Desk desk(enforced("enterprise-plus"));
  for (int i = 0; i < 100; ++i) desk.create("");
  for (int i = 0; i < 100; ++i) {
    REQUIRE(desk.update(std::to_string(4 + i), R"("type":"task")").status == 200);
  }
  const Answer refused = desk.update("1", R"("type":"task")");
  CHECK(refused.status == 429);
  CHECK(refused.header("retry-after") == "60");
  CHECK(refused.header("zendesk-ratelimit-tickets-update") == "total=100; remaining=0; resets=60");
  CHECK(refused.body == "Number of allowed API requests to this endpoint exceeded");
}

TEST_CASE("300 new tickets a minute") {
  Desk desk(enforced("enterprise-plus"));
  for (int i = 0; i < 299; ++i) REQUIRE(desk.create("").status == 201);
  CHECK(desk.create("").header("zendesk-ratelimit-ticket-request-create-by-user-and-ip") ==
        "total=300; remaining=0; resets=60");
  CHECK(desk.create("").status == 429);
  desk.time += 60;
  CHECK(desk.create("").status == 201);
}

TEST_CASE("users: one a second, five a minute by one user") {
  Desk desk(enforced("enterprise"));
  CHECK(write_user(desk, "u0@x.example").status == 201);
  const Answer refused = write_user(desk, "u1@x.example");
  CHECK(refused.status == 429);
  CHECK(refused.header("retry-after") == "1");
  for (int i = 2; i < 5; ++i) {
    desk.time += 1;
    CHECK(write_user(desk, fmt::format("u{}@x.example", i)).status == 201);
  }
  desk.time += 1;
  const Answer sixth = write_user(desk, "u5@x.example");
  CHECK(sixth.status == 429);
  CHECK(sixth.header("zendesk-ratelimit-users-update-by-user") ==
        "total=5; remaining=0; resets=56");
  CHECK(sixth.header("retry-after") == "56");
}

TEST_CASE("what was counted is forgotten when its time is over") {
  Buckets<int> buckets(2, 10);
  for (int i = 0; i < 3000; ++i) buckets.count(i, 100);
  CHECK(buckets.count(5, 105).remaining() == 0);
  CHECK(buckets.count(5, 109).is_overdrawn());
  for (int i = 3000; i < 9000; ++i) buckets.count(i, 200);
  CHECK(buckets.count(5, 201).remaining() == 1);
  CHECK(buckets.count(5, 150).remaining() == 1);  // the clock went back
}
