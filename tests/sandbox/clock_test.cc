// SPDX-License-Identifier: Apache-2.0
// A clock that tests own: it moves, goes back and stands still, and all that lives by it follows.
#include <doctest/doctest.h>

#include "job_desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

ApplicationOptions with_control() {
  ApplicationOptions options = job_item_time(1000);
  options.clock_control = true;
  options.rates.is_enforced = true;
  return options;
}

Answer move(Desk& desk, const std::string& json) {
  return desk.call("POST", "/sandbox/clock", json);
}

}  // namespace

TEST_CASE("without --clock-control it can only be read") {
  Desk desk;
  CHECK(move(desk, R"({"advance_seconds":1})").status == 403);
  CHECK(desk.call("GET", "/sandbox/clock").body ==
        R"({"unix_seconds":1800000000.0,"stopped":false})");
}

TEST_CASE("it moves by and to, stops and goes on") {
  Desk desk(with_control());
  CHECK(move(desk, R"({"advance_seconds":90.5})").at("/unix_seconds") == "1800000090.5");
  desk.time += 1;
  CHECK(desk.call("GET", "/sandbox/clock").at("/unix_seconds") == "1800000091.5");
  CHECK(move(desk, R"({"unix_seconds":1700000000})").at("/unix_seconds") == "1700000000");
  CHECK(move(desk, R"({"stop":true})").at("/stopped") == "true");
  desk.time += 1000;
  CHECK(desk.show("1").header("date") == "Tue, 14 Nov 2023 22:13:20 GMT");
  CHECK(move(desk, R"({"advance_seconds":-20})").at("/unix_seconds") == "1699999980");
  CHECK(move(desk, R"({"stop":false})").at("/unix_seconds") == "1699999980");
  desk.time += 5;
  CHECK(desk.call("GET", "/sandbox/clock").at("/unix_seconds") == "1699999985");
  for (const char* json :
       {"", "[]", "{}", R"({"advance_seconds":"1"})", R"({"stop":1})", R"({"unix_seconds":1e11})",
        R"({"unix_seconds":1,"advance_seconds":1})"}) {
    CAPTURE(json);
    CHECK(move(desk, json).status == 400);
  }
}

TEST_CASE("tokens, keys, limits and jobs follow") {
  JobDesk desk(with_control());
  const Answer token =
      desk.call("POST", "/oauth/tokens",
                R"({"grant_type":"client_credentials","client_id":"sandbox_service",
          "client_secret":"sandbox-service-secret","scope":"read","expires_in":1800})");
  const std::string text = token.at("/access_token");
  const auto read = [&] {
    Headers headers{{"Authorization", "Bearer " + text.substr(1, text.size() - 2)}};
    std::swap(desk.headers, headers);
    const int status = desk.show("1").status;
    std::swap(desk.headers, headers);
    return status;
  };
  CHECK(read() == 200);
  CHECK(desk.create("", {{"Idempotency-Key", "k"}}).header("x-idempotency-lookup") == "miss");
  const Answer job = desk.create_many(1);
  for (int i = 0; i < 31; ++i) desk.update("1", R"("priority":"low")");
  CHECK(desk.update("1", R"("priority":"low")").status == 429);

  move(desk, R"({"advance_seconds":600})");
  CHECK(desk.job(job).at("/job_status/status") == R"("completed")");
  CHECK(desk.update("1", R"("priority":"low")").status == 200);
  CHECK(desk.create("", {{"Idempotency-Key", "k"}}).header("x-idempotency-lookup") == "hit");
  move(desk, R"({"advance_seconds":1200})");
  CHECK(read() == 401);
  move(desk, R"({"advance_seconds":5399})");
  CHECK(desk.create("", {{"Idempotency-Key", "k"}}).header("x-idempotency-lookup") == "hit");
  move(desk, R"({"advance_seconds":1})");
  CHECK(desk.create("", {{"Idempotency-Key", "k"}}).header("x-idempotency-lookup") == "miss");
}

TEST_CASE("a key that was kept before the clock went back ends in its time") {
  Desk desk(with_control());
  desk.create("", {{"Idempotency-Key", "late"}});
  move(desk, R"({"advance_seconds":-3600})");
  desk.create("", {{"Idempotency-Key", "early"}});
  move(desk, R"({"advance_seconds":7200})");
  CHECK(desk.create("", {{"Idempotency-Key", "early"}}).header("x-idempotency-lookup") == "miss");
  CHECK(desk.create("", {{"Idempotency-Key", "late"}}).header("x-idempotency-lookup") == "hit");
}
