// SPDX-License-Identifier: Apache-2.0
// Which requests a fault strikes, and what the newer ones do, without a network.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <vector>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

void arm(Desk& desk, const std::string& json) {
  const Answer answer = desk.call("POST", "/sandbox/faults", json);
  REQUIRE_MESSAGE(answer.status == 201, answer.body);
}

std::string state(Desk& desk, const std::string& pointer) {
  return desk.call("GET", "/sandbox/state").at(pointer);
}

// The statuses of so many requests, one digit each.
std::string statuses(Desk& desk, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) {
    result += static_cast<char>('0' + desk.show("1").status / 100);
  }
  return result;
}

}  // namespace

TEST_CASE("after and every") {
  Desk desk;
  arm(desk, R"({"fault":"status","status":503,"after":2})");
  CHECK(statuses(desk, 5) == "22522");
  arm(desk, R"({"fault":"status","status":503,"every":3})");
  CHECK(statuses(desk, 9) == "225225225");
  desk.call("DELETE", "/sandbox/faults");
  arm(desk, R"({"fault":"status","status":503,"after":1,"every":2,"times":2})");
  CHECK(statuses(desk, 8) == "22525222");
  CHECK(state(desk, "/faults") == "0");
  CHECK(state(desk, "/faults_struck") == R"({"status":6})");
}

TEST_CASE("chances are those of the seed, and the faults do not disturb each other") {
  const std::string half = R"({"fault":"status","status":503,"percent":50)";
  const auto run = [&](std::uint64_t sandbox_seed, const std::string& faults) {
    ApplicationOptions options;
    options.seed = sandbox_seed;
    Desk desk(options);
    arm(desk, R"({"fault":"hang","path":"/nowhere"})");
    desk.call("DELETE", "/sandbox/faults");
    arm(desk, faults);
    return statuses(desk, 200);
  };
  const std::string first = run(1, half + "}");
  CHECK(first == run(1, half + "}"));
  CHECK(first != run(2, half + "}"));
  const auto struck = std::count(first.begin(), first.end(), '5');
  CHECK(struck > 70);
  CHECK(struck < 130);
  const std::string seeded = run(1, half + R"(,"seed":7})");
  CHECK(seeded == run(2, half + R"(,"seed":7})"));
  // Another one before it takes requests, and leaves the others as they were.
  const std::string both = run(
      1, R"([{"fault":"status","status":404,"percent":20,"seed":3},)" + half + R"(,"seed":7}])");
  for (std::size_t i = 0; i < both.size(); ++i) {
    CHECK((both[i] == seeded[i] || both[i] == '4'));
  }
  CHECK(std::count(both.begin(), both.end(), '4') > 15);
  CHECK(run(1, R"({"fault":"status","status":503,"percent":0})").find('5') == std::string::npos);
  CHECK(run(1, R"({"fault":"status","status":503,"percent":100})").find('2') == std::string::npos);
}

TEST_CASE("only the first request of a connection, or only later ones") {
  Desk desk;
  const auto on = [&](bool is_reused) {
    Request request;
    request.method = "GET";
    request.target = "/api/v2/tickets/1";
    request.headers = desk.headers;
    request.reused = is_reused;
    return desk.application.handle(std::move(request)).response.status;
  };
  arm(desk, R"({"fault":"status","status":503,"on_request":"later","times":0})");
  CHECK(on(false) == 200);
  CHECK(on(true) == 503);
  desk.call("DELETE", "/sandbox/faults");
  arm(desk, R"({"fault":"status","status":503,"on_request":"first","times":0})");
  CHECK(on(false) == 503);
  CHECK(on(true) == 200);
}

TEST_CASE("an array arms all or, when one makes no sense, none") {
  Desk desk;
  arm(desk, R"([{"fault":"hang","path":"/a"},{"fault":"hang","path":"/b"}])");
  CHECK(state(desk, "/faults") == "2");
  const Answer refused =
      desk.call("POST", "/sandbox/faults", R"([{"fault":"hang"},{"fault":"status","status":99}])");
  CHECK(refused.status == 400);
  CHECK(refused.at("/description") == R"("fault 2: status must be 200 to 599")");
  CHECK(state(desk, "/faults") == "2");
  for (const char* json :
       {R"({"fault":"hang","on_request":"second"})", R"({"fault":"hang","percent":101})",
        R"({"fault":"hang","percent":"5"})", R"({"fault":"hang","every":0})",
        R"({"fault":"hang","after":-1})", R"({"fault":"rate_limit","plan":"free"})",
        R"({"fault":"rate_limit","limit":1,"json":1})", R"({"fault":"not_in_plan"})",
        R"({"fault":"job_fails","items":101})", R"([[]])",
        R"({"fault":"status","status":500,"body":1})"}) {
    CAPTURE(json);
    CHECK(desk.call("POST", "/sandbox/faults", json).status == 400);
  }
}

TEST_CASE("any status with any body, as text or as JSON") {
  Desk desk;
  arm(desk, R"({"fault":"status","status":429,"headers":{"Retry-After":"3"},
                "body":{"errors":[{"code":"TooManyRequests"}]}})");
  const Answer json = desk.create("");
  CHECK(json.status == 429);
  CHECK(json.header("content-type") == "application/json; charset=utf-8");
  CHECK(json.body == R"({"errors":[{"code":"TooManyRequests"}]})");
  CHECK(json.header("x-rate-limit").empty());
  arm(desk, R"({"fault":"status","status":502,"headers":{"Content-Type":"text/html"},
                "body":"<html>"})");
  CHECK(desk.create("").header("content-type") == "text/html");
  CHECK(state(desk, "/too_many_requests") == "1");
  CHECK(state(desk, "/commits") == "0");
}

TEST_CASE("a duplicate is carried out twice, a key makes it one") {
  Desk desk;
  arm(desk, R"({"fault":"duplicate","times":2})");
  CHECK(desk.create("").at("/ticket/id") == "5");
  CHECK(state(desk, "/tickets") == "5");
  const Answer keyed = desk.create("", {{"Idempotency-Key", "k"}});
  CHECK(keyed.at("/ticket/id") == "6");
  CHECK(keyed.header("x-idempotency-lookup") == "hit");
  CHECK(state(desk, "/tickets") == "6");
  CHECK(desk.call("GET", "/sandbox/requests").at("/requests/1/fault") == R"("duplicate")");
  CHECK(state(desk, "/api_calls/by_endpoint") == R"({"POST /api/v2/tickets":4})");
}

TEST_CASE("resets leave what they should") {
  Desk desk;
  arm(desk, R"([{"fault":"reset_before_commit"},{"fault":"reset_after_commit"}])");
  CHECK(desk.create("").delivery == Delivery::kReset);
  CHECK(state(desk, "/commits") == "0");
  CHECK(desk.create("").delivery == Delivery::kReset);
  CHECK(state(desk, "/commits") == "1");
}

TEST_CASE("an account that does not exist: by its name, or on demand") {
  Desk desk;
  desk.headers.pop_back();
  const auto ask = [&](const char* host) {
    return desk.call("GET", "/api/v2/users/me", "", {{"Host", host}});
  };
  for (const char* host : {"acme.zendesk.com", "ACME.zendesk.com:443", "127.0.0.1", "x"}) {
    CAPTURE(host);
    CHECK(ask(host).status == 200);
  }
  for (const char* host : {"acmee.zendesk.com", "x.acme.zendesk.com:443"}) {
    CAPTURE(host);
    const Answer answer = ask(host);
    CHECK(answer.status == 404);
    CHECK(answer.at("/error/title") == fmt::format("\"No help desk at {}\"", host));
    CHECK(answer.at("/error/message").find("you can claim it") != std::string::npos);
  }
  CHECK(desk.call("POST", "/oauth/tokens", "{}", {{"Host", "other.zendesk.com"}}).status == 404);
  CHECK(desk.call("POST", "/sandbox/faults", R"({"fault":"no_help_desk","times":2})",
                  {{"Host", "localhost"}})
            .status == 201);
  CHECK(ask("127.0.0.1").at("/error/title") == R"("No help desk at 127.0.0.1")");
  CHECK(ask("acme.zendesk.com").status == 404);
  CHECK(ask("acme.zendesk.com").status == 200);
}
