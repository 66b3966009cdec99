// SPDX-License-Identifier: Apache-2.0
// What tokens may do, looking at and ending them, what the sandbox counts, and what it hides.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "oauth_desk.h"
#include "server.h"
#include "tcp_client.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

std::string token_for(OauthDesk& desk, const std::string& scope) {
  const Answer answer =
      desk.tokens("client_credentials", std::string(kService) + ",\"scope\":" + scope);
  REQUIRE(answer.status == 201);
  return text_at(answer, "/access_token");
}

std::string missing(const char* scope) {
  return fmt::format(
      R"({{"error":"Forbidden","description":"Missing the following required scopes: {}"}})",
      scope);
}

std::string refresh(const Answer& answer) {
  return text_at(answer, "/refresh_token");
}

constexpr const char* kTicket = R"({"ticket":{"comment":{"body":"b"}}})";

}  // namespace

TEST_CASE("a token may do what its scopes say") {
  OauthDesk desk;
  struct Expectation {
    const char* scope;
    bool reads_tickets, writes_tickets, reads_users, reads_objects;
  };
  for (const Expectation& expected : {Expectation{"read write", true, true, true, true},
                                      {"read", true, false, true, true},
                                      {"write", false, true, false, false},
                                      {"impersonate", false, false, false, false},
                                      {"tickets:read", true, false, false, false},
                                      {"tickets:write users:read", false, true, true, false},
                                      {"organizations:write read", true, false, true, true}}) {
    CAPTURE(expected.scope);
    const std::string token = token_for(desk, fmt::format("\"{}\"", expected.scope));
    const auto check = [&](bool is_allowed, const char* right, const Answer& answer) {
      CHECK(answer.status == (!is_allowed ? 403 : answer.header("location").empty() ? 200 : 201));
      if (!is_allowed) CHECK(answer.body == missing(right));
    };
    check(expected.reads_tickets, "read", desk.as(token, "GET", "/api/v2/tickets/1.json"));
    check(expected.writes_tickets, "write", desk.as(token, "POST", "/api/v2/tickets", kTicket));
    check(expected.reads_users, "read", desk.as(token, "GET", "/api/v2/users/me"));
    check(expected.reads_objects, "read", desk.as(token, "GET", "/api/v2/custom_objects"));
  }
  CHECK(desk.as(token_for(desk, R"("read")"), "GET", "/api/v2/nothing").status == 404);
  // Audits tell more than a ticket does, jobs are of all kinds.
  const std::string narrow = token_for(desk, R"("tickets:read tickets:write")");
  CHECK(desk.as(narrow, "GET", "/api/v2/tickets/1/comments").status == 200);
  CHECK(desk.as(narrow, "GET", "/api/v2/tickets/1/audits").body == missing("read"));
  CHECK(desk.as(narrow, "GET", "/api/v2/job_statuses").body == missing("read"));
  CHECK(desk.as(narrow, "POST", "/api/v2/tickets/create_many", "{}").status == 400);
  CHECK(desk.as(narrow, "POST", "/api/v2/custom_objects/asset/jobs", "{}").body ==
        missing("write"));
}

TEST_CASE("a scope in a list makes a token that is good for nothing") {
  OauthDesk desk;
  const std::string token = token_for(desk, R"(["read","write"])");
  for (const char* path :
       {"/api/v2/tickets/1", "/api/v2/users/me", "/api/v2/oauth/tokens/current"}) {
    CAPTURE(path);
    const Answer answer = desk.as(token, "GET", path);
    CHECK(answer.status == 403);
    CHECK(answer.body == missing("read"));
  }
  CHECK(desk.as(token, "POST", "/api/v2/tickets", kTicket).body == missing("write"));
}

TEST_CASE("a client gets no more than it was granted") {
  OauthDesk desk;
  const auto redeem = [&](const char* granted, const std::string& wanted) {
    return desk.redeem(desk.code("sandbox_app", granted), kApp, ",\"scope\":\"" + wanted + "\"");
  };
  CHECK(redeem("read", "read write").at("/error") == R"("invalid_scope")");
  CHECK(redeem("read", "").status == 400);
  CHECK(redeem("read", "tickets:write").status == 400);
  CHECK(redeem("tickets:read", "read").status == 400);
  const Answer narrower = redeem("read%20write", "tickets:read write");
  CHECK(narrower.at("/scope") == R"("tickets:read write")");
  CHECK(desk.renew(refresh(narrower), R"(,"scope":"read write")").status == 400);
  // That has not cost the pair its life.
  const Answer renewed = desk.renew(refresh(narrower), R"(,"scope":"write")");
  CHECK(renewed.at("/scope") == R"("write")");
  CHECK(desk.renew(refresh(renewed)).at("/scope") == R"("write")");
}

TEST_CASE("the token of a request: its facts, and its end") {
  OauthDesk desk;
  const Answer pair = desk.redeem(desk.code("sandbox_app", "read"));
  const std::string token = text_at(pair, "/access_token");
  desk.time += 5;
  const Answer facts = desk.as(token, "GET", "/api/v2/oauth/tokens/current.json");
  CHECK(facts.status == 200);
  CHECK(facts.at("/token/token") == "\"" + token.substr(0, 10) + "\"");
  CHECK(facts.at("/token/refresh_token") == "\"" + refresh(pair).substr(0, 10) + "\"");
  CHECK(facts.at("/token/client_id") == "360009100000011");
  CHECK(facts.at("/token/user_id") == "360001000000011");
  CHECK(facts.at("/token/scopes") == R"(["read"])");
  CHECK(facts.at("/token/created_at") == R"("2027-01-15T08:00:00Z")");
  CHECK(facts.at("/token/used_at") == R"("2027-01-15T08:00:05Z")");
  CHECK(facts.at("/token/expires_at") == R"("2027-01-15T08:30:00Z")");
  CHECK(facts.at("/token/refresh_token_expires_at") == R"("2027-02-14T08:00:00Z")");
  CHECK(facts.at("/token/url") ==
        "\"https://acme.zendesk.com/api/v2/oauth/tokens/" + facts.at("/token/id") + ".json\"");
  const Answer seeded = desk.as("sandbox-access-token", "GET", "/api/v2/oauth/tokens/current");
  CHECK(seeded.at("/token/expires_at") == "null");
  CHECK(seeded.at("/token/refresh_token") == "null");

  const Answer ended = desk.as(token, "DELETE", "/api/v2/oauth/tokens/current");
  CHECK(ended.status == 204);
  CHECK(ended.body.empty());
  CHECK(desk.as(token, "GET", "/api/v2/tickets/1").at("/error") == R"("invalid_token")");
  CHECK(desk.renew(refresh(pair)).at("/error") == R"("invalid_grant")");
  // admin@acme.example/token:sandbox-api-token
  CHECK(desk.call("GET", "/api/v2/oauth/tokens/current", "",
                  {{"Authorization",
                    "Basic YWRtaW5AYWNtZS5leGFtcGxlL3Rva2VuOnNhbmRib3gtYXBpLXRva2Vu"}})
            .status == 404);
  CHECK(desk.call("DELETE", "/api/v2/oauth/tokens/current").status == 401);
}

TEST_CASE("faults come over tokens too") {
  OauthDesk desk;
  const auto fault = [&](const char* name) {
    return desk.call("POST", "/sandbox/faults",
                     fmt::format(R"({{"path":"/oauth/tokens","fault":"{}"}})", name));
  };
  const Answer pair = desk.redeem(desk.code("sandbox_app"));
  fault("cut_before_commit");
  CHECK(desk.renew(refresh(pair)).delivery == Delivery::kCut);
  CHECK(desk.reads(text_at(pair, "/access_token")) == 200);
  fault("cut_after_commit");
  CHECK(desk.renew(refresh(pair)).delivery == Delivery::kCut);
  CHECK(desk.reads(text_at(pair, "/access_token")) == 401);
  CHECK(desk.renew(refresh(pair)).at("/error") == R"("invalid_grant")");
  CHECK(desk.state("renewals") == "1");
}

TEST_CASE("tokens and renewals are counted") {
  OauthDesk desk;
  CHECK(desk.state("tokens_alive") == "1");  // sandbox-access-token
  const Answer first = desk.redeem(desk.code("sandbox_app"));
  CHECK(desk.state("largest_renewals_in_flight") == "0");
  token_for(desk, R"("read")");
  CHECK(desk.state("tokens_alive") == "3");
  const Answer second = desk.renew(refresh(first));
  CHECK(desk.state("tokens_alive") == "3");
  CHECK(desk.state("renewals") == "1");
  CHECK(desk.state("renewals_refused") == "0");
  desk.renew(refresh(first));
  desk.renew("never-was");
  desk.renew(refresh(second), "", kOldApp);
  desk.renew(refresh(second), R"(,"scope":"nonsense")");
  CHECK(desk.state("renewals") == "1");
  CHECK(desk.state("renewals_refused") == "2");
  desk.time += 1800;
  CHECK(desk.state("tokens_alive") == "1");
  CHECK(desk.state("largest_renewals_in_flight") == "1");
  CHECK(desk.call("GET", "/sandbox/state").at("/commits") == "0");
}

TEST_CASE("renewals that overlap are seen, as long as their answers are held") {
  OauthDesk desk;
  const auto begin = [&] {
    Request request;
    request.method = "POST";
    request.target = "/oauth/tokens";
    request.headers = desk.headers;
    request.body =
        R"({"grant_type":"refresh_token","refresh_token":"x",)" + std::string(kApp) + "}";
    return desk.application.handle(std::move(request));
  };
  for (int i = 0; i < 3; ++i) begin();
  CHECK(desk.state("largest_renewals_in_flight") == "1");
  std::vector<Reply> held;
  for (int i = 0; i < 3; ++i) held.push_back(begin());
  CHECK(desk.state("largest_renewals_in_flight") == "3");
  held.clear();
  begin();
  CHECK(desk.state("largest_renewals_in_flight") == "3");
}

TEST_CASE("over the network a renewal ends with its answer") {
  Application application;
  Server server(application, {});
  server.start();
  TcpClient control(server.port());
  const auto largest = [&] {
    control.send(request_text("GET", "/sandbox/state"));
    const RawResponse state = control.receive();
    const std::string name = "\"largest_renewals_in_flight\":";
    return state.body.substr(state.body.find(name) + name.size(), 1);
  };
  const std::string renewal = request_text(
      "POST", "/oauth/tokens",
      R"({"grant_type":"refresh_token","refresh_token":"x",)" + std::string(kApp) + "}");
  for (const char* fault : {"delay", "drip", "cut_body", "cut_after_commit"}) {
    control.send(request_text(
        "POST", "/sandbox/faults",
        fmt::format(R"({{"path":"/oauth/tokens","times":2,"ms":5,"fault":"{}"}})", fault)));
    REQUIRE(control.receive().status == 201);
    for (int i = 0; i < 3; ++i) {
      TcpClient client(server.port());
      client.send(renewal);
      client.receive();
    }
    CAPTURE(fault);
    CHECK(largest() == "1");
  }
  control.send(request_text("POST", "/sandbox/faults",
                            R"({"path":"/oauth/tokens","times":2,"ms":60000,"fault":"delay"})"));
  REQUIRE(control.receive().status == 201);
  TcpClient one(server.port()), other(server.port());
  one.send(renewal);
  other.send(renewal);
  // Until both have come; neither answer is on its way for a long time.
  std::string seen;
  while ((seen = largest()) == "1") continue;
  CHECK(seen == "2");
}

TEST_CASE("the journal and the page show no code, secret or token") {
  OauthDesk desk;
  const std::string code = desk.code("sandbox_app", "read", "&state=hush");
  const Answer pair = desk.redeem(code);
  const Answer renewed = desk.renew(refresh(pair));
  const std::string token = text_at(renewed, "/access_token");
  desk.as(token, "GET", "/api/v2/oauth/tokens/current");
  desk.call("POST", "/oauth/tokens?refresh_token=" + refresh(renewed) + "&scope=read", "");
  const std::string json = R"({"refresh_token":")" + refresh(renewed) + "\"}";
  desk.call("POST", "/api/v2/oauth/tokens", json);
  desk.call("POST", "/oauth/tokens", json + " and more");
  desk.call("POST", "/oauth/tokens", R"({"x":)" + json + "}");
  desk.headers[0].second = "application/x-www-form-urlencoded";
  desk.call("POST", "/oauth/tokens", json);
  desk.call("POST", "/oauth/tokens", "client_secret=sandbox-app-secret&%63ode=" + code);
  const Answer journal = desk.call("GET", "/sandbox/requests");
  const Answer overview = desk.call("GET", "/sandbox/overview");
  for (const std::string& secret :
       {code, refresh(pair), text_at(pair, "/access_token"), refresh(renewed), token,
        std::string("sandbox-app-secret"), std::string("hush")}) {
    CAPTURE(secret);
    CHECK(journal.body.find(secret) == std::string::npos);
    CHECK(overview.body.find(secret) == std::string::npos);
  }
  CHECK(journal.at("/requests/2/body") ==
        "\"client_id=sandbox_app&client_secret=***&grant_type=refresh_token&refresh_token=***\"");
  CHECK(journal.at("/requests/2/committed") == "true");
  CHECK(journal.at("/requests/3/committed") == "false");
  CHECK(journal.at("/requests/3/headers/Authorization") == R"("Bearer ***")");
  CHECK(journal.at("/requests/4/target") == R"("/oauth/tokens?refresh_token=***&scope=read")");
  CHECK(journal.at("/requests/6/body") == R"("***")");
  CHECK(journal.at("/requests/8/body") == R"("***=***")");
}
