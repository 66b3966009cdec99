// SPDX-License-Identifier: Apache-2.0
// Credentials, routes, the shapes of errors, headers, rate limits, faults and the journal.
#include <doctest/doctest.h>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

Answer as(const std::string& authorization, const std::string& target = "/api/v2/tickets/count") {
  Desk desk;
  desk.headers = {{"authorization", authorization}};
  return desk.call("GET", target);
}

}  // namespace

TEST_CASE("good credentials") {
  CHECK(as("Bearer sandbox-access-token").status == 200);
  CHECK(as("bearer sandbox-access-token").status == 200);
  // admin@acme.example/token:sandbox-api-token
  const std::string admin = "Basic YWRtaW5AYWNtZS5leGFtcGxlL3Rva2VuOnNhbmRib3gtYXBpLXRva2Vu";
  CHECK(as(admin).status == 200);
  CHECK(as(admin, "/api/v2/users/me.json").at("/user/role") == R"("admin")");
}

TEST_CASE("bad credentials") {
  const char* kPlain = R"({"error":"Couldn't authenticate you"})";
  // admin@acme.example:password, then admin@acme.example/token:wrong, then no base64 at all
  for (const char* basic :
       {"Basic YWRtaW5AYWNtZS5leGFtcGxlOnBhc3N3b3Jk",
        "Basic YWRtaW5AYWNtZS5leGFtcGxlL3Rva2VuOndyb25n", "Basic ?", "Basic", "Digest x"}) {
    CAPTURE(basic);
    const Answer answer = as(basic);
    CHECK(answer.status == 401);
    CHECK(answer.body == kPlain);
  }
  for (const char* bearer : {"Bearer sandbox-expired-token", "Bearer nonsense", "Bearer"}) {
    CAPTURE(bearer);
    const Answer answer = as(bearer);
    CHECK(answer.status == 401);
    CHECK(answer.at("/error") == R"("invalid_token")");
    CHECK(answer.at("/error_description") ==
          "\"The access token provided is expired, revoked, malformed or invalid for other "
          "reasons.\"");
  }
}

TEST_CASE("without credentials only users/me answers, with nobody") {
  Desk desk;
  desk.headers.clear();
  CHECK(desk.call("GET", "/api/v2/tickets/1").status == 401);
  const Answer me = desk.call("GET", "/api/v2/users/me");
  CHECK(me.status == 200);
  CHECK(me.at("/user/id") == "null");
}

TEST_CASE("customers may not use the agents' endpoints") {
  // dana@globex.example/token:sandbox-api-token
  const std::string dana = "Basic ZGFuYUBnbG9iZXguZXhhbXBsZS90b2tlbjpzYW5kYm94LWFwaS10b2tlbg==";
  const Answer answer = as(dana);
  CHECK(answer.status == 403);
  CHECK(answer.at("/error/title") == R"("Forbidden")");
  CHECK(as(dana, "/api/v2/users/me").at("/user/role") == R"("end-user")");
}

TEST_CASE("what is not there") {
  Desk desk;
  CHECK(desk.call("GET", "/api/v2/nothing").body ==
        R"({"error":"InvalidEndpoint","description":"Not found"})");
  CHECK(desk.call("DELETE", "/api/v2/custom_objects/1").status == 404);
  CHECK(desk.call("GET", "/api/v2/tickets/99.json").body ==
        R"({"error":"RecordNotFound","description":"Not found"})");
  CHECK(desk.call("GET", "/api/v2/users/99").status == 404);
  const Answer text = desk.call("GET", "/api/v2/tickets/abc");
  CHECK(text.status == 400);
  CHECK(text.at("/error/title") == R"("Invalid attribute")");
}

TEST_CASE("bodies that are no ticket") {
  Desk desk;
  CHECK(desk.call("POST", "/api/v2/tickets", R"({"subject":"x"})").body ==
        R"({"error":"ParameterMissing","description":"Parameter ticket is required"})");
  CHECK(desk.call("PUT", "/api/v2/tickets/1", R"({"ticket":[]})").status == 400);
  for (const std::string body :
       {"", "{", "{\"ticket\":{}} x", "{\"ticket\":{\"subject\":\"\xff\"}}"}) {
    CAPTURE(body);
    CHECK(desk.call("POST", "/api/v2/tickets", body).status == 400);
  }
  const std::string deep(100000, '[');
  CHECK(desk.call("POST", "/api/v2/tickets", deep).status == 400);
  desk.headers[1].second = "text/plain";
  CHECK(desk.call("POST", "/api/v2/tickets", R"({"ticket":{}})").status == 415);
}

TEST_CASE("every answer carries ids, success a weak etag, errors no-cache") {
  Desk desk;
  const Answer good = desk.show("1");
  CHECK(good.header("x-request-id").size() == 32);
  CHECK(good.header("cf-ray").find('-') == 16);
  CHECK(good.header("etag").starts_with("W/\""));
  CHECK(good.header("etag") == desk.show("1").header("etag"));
  CHECK(good.header("x-request-id") != desk.show("1").header("x-request-id"));
  CHECK(good.header("date") == "Fri, 15 Jan 2027 08:00:00 GMT");
  const Answer bad = desk.show("99");
  CHECK(bad.header("cache-control") == "no-cache");
  CHECK(bad.header("etag").empty());
}

TEST_CASE("the rate-limit headers count") {
  Desk desk;
  desk.show("1");
  desk.time += 10;
  const Answer answer = desk.update("1", R"("priority":"low")");
  for (const char* name : {"x-rate-limit", "ratelimit-limit", "rate-limit"}) {
    CHECK(answer.header(name) == "700");
  }
  for (const char* name :
       {"x-rate-limit-remaining", "ratelimit-remaining", "rate-limit-remaining"}) {
    CHECK(answer.header(name) == "698");
  }
  CHECK(answer.header("ratelimit-reset") == "50");
  CHECK(answer.header("rate-limit-reset") == "50");
  CHECK(answer.header("zendesk-ratelimit-tickets-update") == "total=100; remaining=99; resets=60");
  desk.time += 50;
  CHECK(desk.show("1").header("x-rate-limit-remaining") == "699");
}

TEST_CASE("the account keeps to a limit only when asked") {
  Desk desk;
  for (int i = 0; i < 701; ++i) CHECK(desk.show("1").status == 200);
  desk.time += 60;
  CHECK(desk.call("POST", "/sandbox/faults", R"({"fault":"rate_limit","limit":2})").status == 201);
  CHECK(desk.show("1").status == 200);
  CHECK(desk.show("1").header("x-rate-limit-remaining") == "0");
  desk.time += 20;
  const Answer refused = desk.show("1");
  CHECK(refused.status == 429);
  CHECK(refused.header("retry-after") == "40");
  CHECK(refused.body == "Number of allowed API requests per minute exceeded");
  desk.time += 40;
  CHECK(desk.show("1").status == 200);
  desk.call("DELETE", "/sandbox/faults");
  for (int i = 0; i < 5; ++i) CHECK(desk.show("1").status == 200);
}

TEST_CASE("faults take effect the asked number of times, where asked") {
  Desk desk;
  const auto fault = [&](const std::string& json) {
    return desk.call("POST", "/sandbox/faults", json).status;
  };
  CHECK(fault(R"({"method":"POST","path":"/api/v2/tickets.json","times":2,
                  "fault":"cut_after_commit"})") == 201);
  CHECK(desk.show("1").delivery == Delivery::kNormal);
  CHECK(desk.create("").delivery == Delivery::kCut);
  CHECK(desk.create("").delivery == Delivery::kCut);
  CHECK(desk.create("").delivery == Delivery::kNormal);
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "3");

  CHECK(fault(R"({"path":"/api/v2/tickets*","fault":"cut_before_commit"})") == 201);
  CHECK(desk.create("").delivery == Delivery::kCut);
  CHECK(fault(R"({"fault":"hang"})") == 201);
  CHECK(desk.create("").delivery == Delivery::kHang);
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "3");

  CHECK(fault(R"({"fault":"delay","ms":50,"times":0})") == 201);
  CHECK(desk.show("1").delay.count() == 50);
  CHECK(desk.show("1").delay.count() == 50);
  CHECK(desk.call("DELETE", "/sandbox/faults").status == 204);
  CHECK(desk.show("1").delay.count() == 0);

  CHECK(fault(R"({"fault":"status","status":503,"headers":{"Retry-After":"7"},"body":"<html>"})") ==
        201);
  const Answer down = desk.create("");
  CHECK(down.status == 503);
  CHECK(down.header("retry-after") == "7");
  CHECK(down.body == "<html>");
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "3");
}

TEST_CASE("faults that make no sense are refused") {
  Desk desk;
  for (const char* json :
       {"", "7", R"({"fault":"explode"})", R"({"fault":"status"})", R"({"fault":"delay"})",
        R"({"fault":"rate_limit"})", R"({"fault":"hang","times":-1})",
        R"({"fault":"status","status":503,"headers":{"a":"b\r\nc"}})"}) {
    CAPTURE(json);
    CHECK(desk.call("POST", "/sandbox/faults", json).status == 400);
  }
  CHECK(desk.call("GET", "/sandbox/nothing").status == 404);
}

TEST_CASE("the journal shows requests without their credentials") {
  Desk desk;
  desk.call("POST", "/api/v2/tickets.json?x=1", "{\"a\":\"\xff\"}");
  desk.create("");
  const Answer journal = desk.call("GET", "/sandbox/requests");
  CHECK(journal.at("/requests/0/path") == R"("/api/v2/tickets")");
  CHECK(journal.at("/requests/0/target") == R"("/api/v2/tickets.json?x=1")");
  CHECK(journal.at("/requests/0/status") == "400");
  CHECK(journal.at("/requests/0/body") == "\"{\\\"a\\\":\\\"\xEF\xBF\xBD\\\"}\"");
  CHECK(journal.at("/requests/0/headers/Authorization") == R"("Bearer ***")");
  CHECK(journal.at("/requests/0/committed") == "false");
  CHECK(journal.at("/requests/1/committed") == "true");
  CHECK(journal.at("/requests/1/connection") == "1");
  CHECK(journal.body.find("sandbox-access-token") == std::string::npos);
  for (std::size_t i = 0; i < Journal::kKept; ++i) desk.show("1");
  CHECK(desk.call("GET", "/sandbox/state").at("/requests") == "1000");
  CHECK(desk.call("DELETE", "/sandbox/requests").status == 204);
  CHECK(desk.call("GET", "/sandbox/requests").body == R"({"requests":[]})");
}

TEST_CASE("ticket fields: the system's own and one of each custom type") {
  Desk desk;
  const Answer fields = desk.call("GET", "/api/v2/ticket_fields.json");
  CHECK(fields.status == 200);
  CHECK(fields.at("/count") == "24");
  for (const char* type :
       {"subject", "description", "status", "tickettype", "priority", "group", "assignee",
        "custom_status", "text", "textarea", "checkbox", "tagger", "multiselect", "integer",
        "decimal", "date", "regexp", "partialcreditcard", "lookup"}) {
    CAPTURE(type);
    CHECK(fields.body.find("\"type\":\"" + std::string(type) + "\"") != std::string::npos);
  }
  CHECK(fields.at("/ticket_fields/6/required") == "true");
  CHECK(fields.at("/ticket_fields/11/custom_field_options/0/value") == R"("printer_laser")");
}

TEST_CASE("only this machine's own names show and change what the sandbox is doing") {
  Desk desk;
  const Headers rest(desk.headers.begin(), desk.headers.end() - 1);
  const auto status = [&](const char* host, const char* method, const char* target) {
    desk.headers = rest;
    if (host) desk.headers.emplace_back("Host", host);
    return desk.call(method, target, R"({"fault":"hang","path":"/nowhere"})").status;
  };
  for (const char* host :
       {"localhost", "LocalHost:4010", "127.0.0.1", "127.8.9.1:1", "[::1]:4010"}) {
    CAPTURE(host);
    CHECK(status(host, "GET", "/") == 200);
    CHECK(status(host, "GET", "/sandbox/overview") == 200);
    CHECK(status(host, "POST", "/sandbox/faults") == 201);
    CHECK(status(host, "DELETE", "/sandbox/faults") == 204);
  }
  for (const char* host :
       {"attacker.example", "localhost.attacker.example", "127.0.0.1.nip.io", "127.0.0.1:80x",
        "192.0.2.1", "[2001:db8::1]", "user@localhost", "", static_cast<const char*>(nullptr)}) {
    CAPTURE(host);
    for (const char* target : {"/", "/sandbox/state", "/sandbox/requests", "/sandbox/events",
                               "/%73andbox/overview.json", "/sandbox/nothing"}) {
      CAPTURE(target);
      CHECK(status(host, "GET", target) == 403);
    }
    CHECK(status(host, "POST", "/sandbox/faults") == 403);
    CHECK(status(host, "GET", "/api/v2/users/me") == 200);
  }
  CHECK(status("attacker.example", "GET", "http://localhost/sandbox/state") == 200);
  CHECK(status("localhost", "GET", "http://attacker.example/sandbox/state") == 403);
  CHECK(status("localhost", "GET", "http://attacker.example") == 403);
}

TEST_CASE("a page of another site switches nothing on or off") {
  Desk desk;
  const std::string fault = R"({"fault":"hang","path":"/nowhere"})";
  REQUIRE(desk.call("POST", "/sandbox/faults", fault).status == 201);
  for (const char* origin : {"http://attacker.example", "https://localhost.attacker.example",
                             "null", "http://localhost:4011", "localhost:4010", ""}) {
    CAPTURE(origin);
    desk.headers = {{"Host", "localhost:4010"}, {"Origin", origin}};
    CHECK(desk.call("POST", "/sandbox/faults", fault).status == 403);
    CHECK(desk.call("DELETE", "/sandbox/faults").status == 403);
    CHECK(desk.call("DELETE", "/sandbox/requests").status == 403);
    desk.headers = {{"Host", "localhost:4010"}};
    CHECK(desk.call("GET", "/sandbox/state").at("/faults") == "1");
  }
  for (const char* origin : {"http://localhost:4010", "https://localhost:4010"}) {
    CAPTURE(origin);
    desk.headers = {{"Host", "localhost:4010"}, {"Origin", origin}};
    CHECK(desk.call("POST", "/sandbox/faults", fault).status == 201);
    CHECK(desk.call("DELETE", "/sandbox/faults").status == 204);
  }
}
