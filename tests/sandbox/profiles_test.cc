// SPDX-License-Identifier: Apache-2.0
// Profiles: replacing and merging, whose they are, what they leave on the user, and their limits.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"
#include "ulid.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

constexpr const char* kPath = "/api/v2/user_profiles";
constexpr const char* kQuery = "/api/v2/user_profiles?identifier=shop:customer:email:new@x.example";
constexpr const char* kNew =
    R"({"profile":{"name":"New","identifiers":[{"type":"email","value":"NEW@x.example"}],
        "attributes":{"cart":{"items":2,"open":true},"points":9007199254740993},"user_id":null}})";

std::string without_quotes(const std::string& json) {
  return json.substr(1, json.size() - 2);
}

// A profile of the source `shop` with one identifier; `more` goes into the profile object.
Answer put(Desk& desk, const std::string& type, const std::string& value,
           const std::string& more = "") {
  return desk.call("PUT",
                   fmt::format("{}?identifier=shop:customer:{}:{}", kPath, type, encode(value)),
                   fmt::format(R"({{"profile":{{"identifiers":[{{"type":"{}","value":"{}"}}],)"
                               R"("attributes":{{}}{}}}}})",
                               type, value, more));
}

void check_client_error(const Answer& answer, int status) {
  CHECK(answer.status == status);
  CHECK(answer.at("/errors/0/code") == R"("ClientError")");
  CHECK(answer.at("/errors/0/id") == R"("10001")");
  CHECK(answer.at("/errors/0/title") != "absent");
}

}  // namespace

TEST_CASE("PUT makes a profile with its user; everything scalar comes back as text") {
  Desk desk;
  const Answer made = desk.call("PUT", kQuery, kNew);
  CHECK(made.status == 201);
  const std::string id = without_quotes(made.at("/profile/id"));
  CHECK(is_ulid(id));
  CHECK(made.at("/profile/source") == R"("shop")");
  CHECK(made.at("/profile/type") == R"("customer")");
  CHECK(made.at("/profile/name") == R"("New")");
  CHECK(made.at("/profile/user_id") == R"("360005000000020")");
  CHECK(made.at("/profile/identifiers") == R"([{"type":"email","value":"new@x.example"}])");
  CHECK(made.at("/profile/attributes") ==
        R"({"cart":{"items":2,"open":true},"points":9007199254740993})");
  CHECK(made.at("/profile/created_at") == R"("2027-01-15T08:00:00Z")");
  CHECK(desk.call("GET", kQuery).body == made.body);
  CHECK(desk.call("GET", std::string(kPath) + "/" + id).body == made.body);
  const Answer user = desk.call("GET", "/api/v2/users/360005000000020");
  CHECK(user.at("/user/email") == R"("new@x.example")");
  CHECK(user.at("/user/name") == R"("New")");
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "1");
}

TEST_CASE("PUT again replaces: what is not sent is lost") {
  Desk desk;
  const Answer made = desk.call("PUT", kQuery, kNew);
  desk.time += 5;
  const Answer replaced = put(desk, "email", "new@x.example");
  CHECK(replaced.status == 200);
  CHECK(replaced.at("/profile/id") == made.at("/profile/id"));
  CHECK(replaced.at("/profile/name") == R"("new@x.example")");
  CHECK(replaced.at("/profile/attributes") == "{}");
  CHECK(replaced.at("/profile/created_at") == made.at("/profile/created_at"));
  CHECK(replaced.at("/profile/updated_at") == R"("2027-01-15T08:00:05Z")");

  const std::string by_id = std::string(kPath) + "/" + without_quotes(made.at("/profile/id"));
  const Answer moved =
      desk.call("PUT", by_id, R"({"profile":{"identifiers":[{"type":"badge","value":"7"}]}})");
  CHECK(moved.status == 200);
  CHECK(moved.at("/profile/name") == R"("badge user 7")");
  check_client_error(desk.call("GET", kQuery), 404);
  CHECK(desk.call("GET", std::string(kPath) + "?identifier=shop:customer:badge:7").status == 200);
}

TEST_CASE("PATCH merges name and attributes, adds identifiers and never makes a profile") {
  Desk desk;
  check_client_error(desk.call("PATCH", kQuery, kNew), 404);
  const Answer made = desk.call("PUT", kQuery, kNew);
  const Answer merged = desk.call(
      "PATCH", kQuery,
      R"({"profile":{"attributes":{"cart":{"items":3,"open":null},"vip":true},"source":"other",
          "type":"other","user_id":"1","identifiers":[{"type":"badge","value":"7"}]}})");
  CHECK(merged.status == 200);
  CHECK(merged.at("/profile/name") == R"("New")");
  CHECK(merged.at("/profile/source") == R"("shop")");
  CHECK(merged.at("/profile/user_id") == made.at("/profile/user_id"));
  CHECK(merged.at("/profile/attributes") ==
        R"({"cart":{"items":3},"points":9007199254740993,"vip":true})");
  CHECK(merged.at("/profile/identifiers") ==
        R"([{"type":"email","value":"new@x.example"},{"type":"badge","value":"7"}])");
  const std::string by_id = std::string(kPath) + "/" + without_quotes(made.at("/profile/id"));
  desk.headers[1].second = "application/merge-patch+json";
  const Answer named = desk.call("PATCH", by_id, R"({"profile":{"name":"Renamed"}})");
  CHECK(named.at("/profile/name") == R"("Renamed")");
  CHECK(named.at("/profile/attributes/vip") == "true");
}

TEST_CASE("a name is derived from the first identifier; e-mails and Twitter names are lowered") {
  struct Case {
    const char* type;
    const char* name;
  };
  const Case cases[] = {
      {"email", "x@y.example"},
      {"external_id", "User X@y.example"},
      {"phone_number", "User X@y.example"},
      {"twitter", "Twitter user x@y.example"},
      {"facebook", "Facebook user X@y.example"},
      {"sdk", "SDK user X@y.example"},
      {"badge", "badge user X@y.example"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.type);
    Desk desk;
    const Answer made = put(desk, c.type, "X@y.example");
    CHECK(made.status == 201);
    CHECK(made.at("/profile/name") == "\"" + std::string(c.name) + "\"");
  }
}

TEST_CASE("the query is decoded, and a value may hold colons") {
  Desk desk;
  const Answer made =
      desk.call("PUT", std::string(kPath) + "?identifier=shop%3Acustomer%3Aurn%3Aa%3Ab",
                R"({"profile":{"identifiers":[{"type":"urn","value":"a:b"}],"attributes":{}}})");
  CHECK(made.status == 201);
  CHECK(desk.call("GET", std::string(kPath) + "?identifier=shop:customer:urn:a:b").body ==
        made.body);
  for (const char* query : {"", "?identifier=", "?identifier=a:b:c", "?identifier=a:b:c:",
                            "?identifier=:b:c:d", "?identifier=a::c:d", "?other=a:b:c:d"}) {
    CAPTURE(query);
    check_client_error(desk.call("GET", std::string(kPath) + query), 400);
  }
}

TEST_CASE("identifiers find the user, and become the user's") {
  Desk desk;
  const Answer dana =
      desk.call("PUT", std::string(kPath) + "?identifier=shop:customer:email:dana@globex.example",
                R"({"profile":{"identifiers":[{"type":"email","value":"Dana@Globex.example"},
          {"type":"phone_number","value":4912345},{"type":"external_id","value":"C-7"},
          {"type":"badge","value":"9"}],"attributes":{}}})");
  CHECK(dana.status == 201);
  CHECK(dana.at("/profile/user_id") == R"("360001000000091")");
  CHECK(dana.at("/profile/identifiers/1/value") == R"("4912345")");
  const Answer user = desk.call("GET", "/api/v2/users/360001000000091");
  CHECK(user.at("/user/external_id") == R"("C-7")");
  CHECK(user.at("/user/phone") == R"("4912345")");
  CHECK(user.at("/user/name") == R"("Dana Customer")");
  // found again by what the first profile has brought
  CHECK(put(desk, "facebook", "dana", R"(,"user_id":"360001000000091")").status == 201);
  CHECK(desk.call("PUT", std::string(kPath) + "?identifier=web:visitor:external_id:C-7",
                  R"({"profile":{"identifiers":[{"type":"external_id","value":"C-7"}]}})")
            .at("/profile/user_id") == R"("360001000000091")");
  const Answer all = desk.call("GET", "/api/v2/users/360001000000091/profiles");
  CHECK(all.at("/profiles/2/source") == R"("web")");
  CHECK(all.at("/profiles/3") == "absent");
  CHECK(desk.call("GET", "/api/v2/users/360001000000051/profiles").body == R"({"profiles":[]})");
}

TEST_CASE("by user id") {
  Desk desk;
  const std::string path =
      "/api/v2/users/360001000000051/profiles?identifier=shop:customer:badge:7";
  const char* badge = R"({"profile":{"identifiers":[{"type":"badge","value":"7"}]}})";
  const Answer made = desk.call("PUT", path, badge);
  CHECK(made.status == 201);
  CHECK(made.at("/profile/user_id") == R"("360001000000051")");
  CHECK(desk.call("PUT", path, badge).status == 200);
  check_client_error(
      desk.call("PUT", "/api/v2/users/360001000000091/profiles?identifier=shop:customer:badge:7",
                badge),
      400);
  check_client_error(desk.call("PUT", "/api/v2/users/7/profiles?identifier=a:b:c:d", badge), 404);
  check_client_error(desk.call("GET", "/api/v2/users/x/profiles"), 404);
}

TEST_CASE("what a profile refuses") {
  Desk desk;
  CHECK(put(desk, "badge", "1").status == 201);
  const char* bodies[] = {
      "",
      "{",
      R"({"profile":[]})",
      R"({"profile":{}})",
      R"({"profile":{"identifiers":[]}})",
      R"({"profile":{"identifiers":[{"type":"email"}]}})",
      R"({"profile":{"identifiers":[{"type":"email","value":{}}]}})",
      R"({"profile":{"identifiers":[{"type":"email","value":"other@x.example"}]}})",
      R"({"profile":{"identifiers":[{"type":"email","value":"new@x.example"}],"attributes":[]}})",
      R"({"profile":{"identifiers":[{"type":"email","value":"new@x.example"}],"source":"other"}})",
      R"({"profile":{"identifiers":[{"type":"email","value":"new@x.example"}],"user_id":"7"}})",
      R"({"profile":{"identifiers":[{"type":"email","value":"new@x.example"},
                                    {"type":"badge","value":"1"}]}})",
      R"({"profile":{"identifiers":[{"type":"email","value":"new@x.example"},
          {"type":"email","value":"dana@globex.example"},
          {"type":"email","value":"eli@initech.example"}]}})",
      R"({"profile":{"identifiers":[{"type":"email","value":"new@x.example"},
          {"type":"email","value":"dana@globex.example"}],"user_id":360001000000051}})",
  };
  for (const char* body : bodies) {
    CAPTURE(body);
    check_client_error(desk.call("PUT", kQuery, body), 400);
  }
  check_client_error(desk.call("PUT", std::string(kPath) + "?identifier=zendesk:customer:badge:2",
                               R"({"profile":{"identifiers":[{"type":"badge","value":"2"}]}})"),
                     400);
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "1");
  CHECK(desk.call("GET", "/sandbox/state").at("/users") == "10");
}

TEST_CASE("20 profiles for one user, 50 sources") {
  Desk desk;
  for (int i = 0; i < 20; ++i) {
    CHECK(put(desk, "badge", fmt::to_string(i), R"(,"user_id":"360001000000091")").status == 201);
  }
  check_client_error(put(desk, "badge", "20", R"(,"user_id":"360001000000091")"), 400);
  CHECK(put(desk, "badge", "19", R"(,"user_id":"360001000000091")").status == 200);
  const auto from = [&](int source) {
    return desk.call("PUT", fmt::format("{}?identifier=s{}:t:badge:1", kPath, source),
                     R"({"profile":{"identifiers":[{"type":"badge","value":"1"}]}})");
  };
  for (int i = 1; i < 50; ++i) CHECK(from(i).status == 201);
  check_client_error(from(50), 400);
}

TEST_CASE("deleting, and ids that are none") {
  Desk desk;
  const std::string id = without_quotes(desk.call("PUT", kQuery, kNew).at("/profile/id"));
  const std::string path = std::string(kPath) + "/" + id;
  CHECK(desk.call("DELETE", path).status == 204);
  check_client_error(desk.call("DELETE", path), 404);
  check_client_error(desk.call("GET", path), 404);
  check_client_error(desk.call("GET", kQuery), 404);
  check_client_error(desk.call("GET", std::string(kPath) + "/abc"), 400);
  CHECK(desk.call("PUT", kQuery, kNew).at("/profile/id") != "\"" + id + "\"");
}

TEST_CASE("a plan without profiles, or without custom objects") {
  Desk desk;
  const auto take_away = [&](const char* feature) {
    return desk
        .call("POST", "/sandbox/faults",
              fmt::format(R"({{"fault":"not_in_plan","feature":"{}"}})", feature))
        .status;
  };
  CHECK(take_away("telephones") == 400);
  CHECK(take_away("profiles") == 201);
  const char* kMissing = R"({"error":"InvalidEndpoint","description":"Not found"})";
  CHECK(desk.call("PUT", kQuery, kNew).body == kMissing);
  CHECK(desk.call("GET", "/api/v2/users/360001000000091/profiles").status == 404);
  CHECK(desk.call("GET", "/api/v2/users/360001000000091").status == 200);
  CHECK(desk.call("GET", "/api/v2/custom_objects").status == 200);
  CHECK(take_away("custom_objects") == 201);
  CHECK(desk.call("GET", "/api/v2/custom_objects/asset/records").body == kMissing);
  desk.call("DELETE", "/sandbox/faults");
  CHECK(desk.call("PUT", kQuery, kNew).status == 201);
  CHECK(desk.call("GET", "/api/v2/custom_objects").status == 200);
}

TEST_CASE("profiles have a rate limit of their own, refused in JSON") {
  Desk desk;
  desk.show("1");
  CHECK(desk.call("GET", kQuery).header("x-rate-limit-remaining") == "699");
  CHECK(desk.show("1").header("x-rate-limit-remaining") == "698");
  CHECK(desk.call("POST", "/sandbox/faults", R"({"fault":"rate_limit","limit":2})").status == 201);
  CHECK(desk.call("PUT", kQuery, kNew).status == 201);
  const Answer refused = desk.call("GET", kQuery);
  CHECK(refused.status == 429);
  CHECK(refused.at("/errors/0/code") == R"("TooManyRequests")");
  CHECK(refused.header("retry-after") == "60");
  const Answer ticket = desk.show("1");
  CHECK(ticket.status == 429);
  CHECK(ticket.body == "Number of allowed API requests per minute exceeded");
}
