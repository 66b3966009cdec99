// SPDX-License-Identifier: Apache-2.0
// Faults that only a real connection shows: resets, and cuts of connections that are used again.
#include <doctest/doctest.h>

#include <chrono>

#include "application.h"
#include "json.h"
#include "server.h"
#include "tcp_client.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

constexpr const char* kTicket = R"({"ticket":{"subject":"s","comment":{"body":"b"}}})";

struct Running {
  Running() : server(application, {}) { server.start(); }

  std::string ask(const char* method, const char* target, const std::string& body = "") {
    TcpClient client(server.port());
    client.send(request_text(method, target, body));
    return client.receive().body;
  }
  void arm(const std::string& json) { ask("POST", "/sandbox/faults", json); }
  std::string state(const char* name) {
    JsonDocument json;
    return parse_json(ask("GET", "/sandbox/state"), json) ? to_text(json[name]) : "not JSON";
  }

  Application application;
  Server server;
};

}  // namespace

TEST_CASE("a reset is no orderly end, before the commit and after it") {
  Running running;
  running.arm(R"([{"fault":"reset_before_commit","method":"POST","path":"/api/v2/tickets"},
                  {"fault":"reset_after_commit","method":"POST","path":"/api/v2/tickets"},
                  {"fault":"cut_after_commit","method":"POST","path":"/api/v2/tickets"}])");
  for (const char* commits : {"0", "1"}) {
    TcpClient client(running.server.port());
    client.send(request_text("POST", "/api/v2/tickets", kTicket));
    CHECK(client.is_reset_without_a_byte());
    CHECK(running.state("commits") == commits);
  }
  TcpClient client(running.server.port());
  client.send(request_text("POST", "/api/v2/tickets", kTicket));
  CHECK_FALSE(client.is_reset_without_a_byte());
  CHECK(running.state("commits") == "2");
}

TEST_CASE("a write that is stored when its connection has ended") {
  Running running;
  running.arm(R"({"fault":"late_commit","method":"POST","path":"/api/v2/tickets","ms":300})");
  TcpClient client(running.server.port());
  client.send(request_text("POST", "/api/v2/tickets", kTicket));
  CHECK(client.is_closed_without_a_byte());
  CHECK(running.state("commits") == "0");
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (running.state("commits") == "0" && std::chrono::steady_clock::now() < give_up) {
  }
  CHECK(running.state("commits") == "1");
  CHECK(running.state("tickets") == "4");
}

TEST_CASE("a cut that waits for a connection to be used again") {
  Running running;
  running.arm(R"({"fault":"cut_before_commit","path":"/api/v2/tickets*","on_request":"later"})");
  TcpClient client(running.server.port());
  for (int i = 0; i < 2; ++i) {
    TcpClient once(running.server.port());
    once.send(request_text("GET", "/api/v2/tickets/1"));
    CHECK(once.receive().status == 200);
  }
  client.send(request_text("GET", "/api/v2/tickets/1"));
  CHECK(client.receive().status == 200);
  client.send(request_text("GET", "/api/v2/tickets/1"));
  CHECK(client.is_closed_without_a_byte());
}

TEST_CASE("a cut of the first request lets the connection of a second try be") {
  Running running;
  running.arm(R"({"fault":"cut_after_commit","method":"POST","path":"/api/v2/tickets",
                  "on_request":"first"})");
  const std::string request =
      request_text("POST", "/api/v2/tickets", kTicket, "Idempotency-Key: k\r\n");
  TcpClient first(running.server.port());
  first.send(request);
  CHECK(first.is_closed_without_a_byte());
  TcpClient second(running.server.port());
  second.send(request);
  CHECK(second.receive().head.find("x-idempotency-lookup: hit") != std::string::npos);
  CHECK(running.state("tickets") == "4");
}
