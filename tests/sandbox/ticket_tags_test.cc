// SPDX-License-Identifier: Apache-2.0
// The tags of a ticket by themselves.
#include <doctest/doctest.h>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

constexpr const char* kTags = "/api/v2/tickets/1/tags";

}  // namespace

TEST_CASE("PUT adds, POST sets, DELETE removes") {
  Desk desk;
  CHECK(desk.call("GET", kTags).body == R"({"tags":["printer"]})");
  const Answer added = desk.call("PUT", kTags, R"({"tags":["Red","b,a"]})");
  CHECK(added.status == 200);
  CHECK(added.body == R"({"tags":["a","b","printer","red"]})");
  const Answer removed = desk.call("DELETE", kTags, R"({"tags":["a","none"]})");
  CHECK(removed.status == 200);
  CHECK(removed.body == R"({"tags":["b","printer","red"]})");
  CHECK(desk.call("DELETE", "/api/v2/tickets/1/tags?tags=b,red").body == R"({"tags":["printer"]})");
  const Answer set = desk.call("POST", kTags, R"({"tags":["only"]})");
  CHECK(set.status == 201);
  CHECK(set.body == R"({"tags":["only"]})");
  CHECK(desk.show("1").at("/ticket/tags") == R"(["only"])");
  CHECK(desk.call("GET", "/api/v2/tickets/1/audits").at("/count") == "5");
}

TEST_CASE("they move the fields that they belong to") {
  Desk desk;
  desk.call("PUT", kTags, R"({"tags":["scanner","under_warranty"]})");
  const std::string ticket = desk.show("1").body;
  CHECK(ticket.find(R"({"id":360004000000271,"value":"scanner"})") != std::string::npos);
  CHECK(ticket.find(R"({"id":360004000000251,"value":true})") != std::string::npos);
}

TEST_CASE("what is refused") {
  Desk desk;
  CHECK(desk.call("PUT", kTags, "{}").at("/error") == R"("ParameterMissing")");
  CHECK(desk.call("PUT", kTags, R"({"tags":[1]})").status == 400);
  CHECK(desk.call("PUT", "/api/v2/tickets/99/tags", R"({"tags":["x"]})").status == 404);
  const Answer closed = desk.call("PUT", "/api/v2/tickets/3/tags", R"({"tags":["x"]})");
  CHECK(closed.status == 422);
  CHECK(closed.at("/details/status/0/description") == R"("Status: closed prevents ticket update")");
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "0");
}

TEST_CASE("a stale time stamp is a conflict, with safe_update") {
  Desk desk;
  const std::string stamp = desk.show("1").at("/ticket/updated_at");
  const std::string safe = R"({"tags":["x"],"safe_update":true,"updated_stamp":)" + stamp + "}";
  CHECK(desk.call("PUT", kTags, safe).status == 200);
  for (const char* method : {"PUT", "POST", "DELETE"}) {
    const Answer stale = desk.call(method, kTags, safe);
    CHECK(stale.status == 409);
    CHECK(stale.at("/error") == R"("UpdateConflict")");
  }
  CHECK(desk.call("PUT", kTags, R"({"tags":["y"],"updated_stamp":)" + stamp + "}").status == 200);
}
