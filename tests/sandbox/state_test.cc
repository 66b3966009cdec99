// SPDX-License-Identifier: Apache-2.0
// What /sandbox/state counts.
#include <doctest/doctest.h>

#include "oauth_desk.h"
#include "server.h"
#include "tcp_client.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

TEST_CASE("a fresh sandbox") {
  Desk desk;
  CHECK(desk.call("GET", "/sandbox/state").body ==
        R"({"tickets":3,"comments":3,"profiles":0,"records":3,"users":9,"commits":0,)"
        R"("open_connections":0,"connections_opened":0,"largest_open_connections":0,)"
        R"("requests":0,"faults":0,"faults_struck":{},"too_many_requests":0,)"
        R"("api_calls":{"total":0,"by_endpoint":{}},)"
        R"("uploads":{"orphaned":0,"made":0,"attached":0,"removed":0,"expired":0},)"
        R"("jobs":{"added":0,"in_flight":0,"largest_in_flight":0,"completed":0,"failed":0,)"
        R"("killed":0,"refused":0},)"
        R"("oauth":{"tokens_alive":1,"tokens_issued":1,"renewals_asked":0,"renewals":0,)"
        R"("renewals_refused":0,"dead_refresh_tokens_used":0,"largest_renewals_in_flight":0}})");
}

TEST_CASE("calls by endpoint, comments, records") {
  Desk desk;
  desk.create("");
  desk.update("1", R"("comment":{"body":"x"})");
  desk.update("2", R"("comment":{"body":"x"})");
  desk.call("HEAD", "/api/v2/tickets/1");
  desk.call("GET", "/api/v2/nothing");
  desk.call("POST", "/oauth/tokens", "{}");
  desk.call("POST", "/api/v2/custom_objects/survey_response/records",
            R"({"custom_object_record":{"name":"N"}})");
  const Answer state = desk.call("GET", "/sandbox/state");
  CHECK(
      state.at("/api_calls") ==
      R"({"total":7,"by_endpoint":{"GET /api/v2/tickets/{id}":1,"POST /api/v2/custom_objects/{key}/records":1,)"
      R"("POST /api/v2/tickets":1,"POST /oauth/tokens":1,"PUT /api/v2/tickets/{id}":2,"other":1}})");
  CHECK(state.at("/tickets") == "4");
  CHECK(state.at("/comments") == "6");
  CHECK(state.at("/records") == "4");
}

TEST_CASE("refresh tokens that were good once, and those that never were") {
  OauthDesk desk;
  const Answer first = desk.redeem(desk.code("sandbox_app"));
  const std::string dead = text_at(first, "/refresh_token");
  desk.renew(dead);
  desk.renew(dead);
  desk.renew("never");
  CHECK(desk.state("tokens_issued") == "3");
  CHECK(desk.state("renewals_asked") == "3");
  CHECK(desk.state("renewals") == "1");
  CHECK(desk.state("renewals_refused") == "2");
  CHECK(desk.state("dead_refresh_tokens_used") == "1");
  const Answer other = desk.redeem(desk.code("sandbox_app"));
  desk.time += 2592000;
  desk.renew(text_at(other, "/refresh_token"));
  CHECK(desk.state("dead_refresh_tokens_used") == "2");
}

TEST_CASE("connections") {
  Application application;
  Server server(application, {});
  server.start();
  {
    TcpClient first(server.port()), second(server.port());
    for (TcpClient* client : {&first, &second, &first}) {
      client->send(request_text("GET", "/api/v2/tickets/1"));
      CHECK(client->receive().status == 200);
    }
  }
  TcpClient third(server.port());
  third.send(request_text("GET", "/sandbox/state"));
  const std::string body = third.receive().body;
  CHECK(body.find(R"("connections_opened":3,)") != std::string::npos);
  CHECK(body.find(R"("api_calls":{"total":3,)") != std::string::npos);
}
