// SPDX-License-Identifier: Apache-2.0
// The server over real connections: HTTP's corners, many clients at once, faults on the wire.
#include "server.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "application.h"
#include "json.h"
#include "open_files.h"
#include "tcp_client.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

constexpr const char* kTicket = R"({"ticket":{"subject":"s","comment":{"body":"b"}}})";

struct Running {
  explicit Running(int threads = 2) : server(application, options(threads)) { server.start(); }

  static ServerOptions options(int threads) {
    ServerOptions result;
    result.threads = threads;
    return result;
  }

  std::string get(const std::string& target) {
    TcpClient client(server.port());
    client.send(request_text("GET", target));
    return client.receive().body;
  }

  std::string state(const char* name) {
    JsonDocument json;
    return parse_json(get("/sandbox/state"), json) ? to_text(json[name]) : "not JSON";
  }

  void fault(const std::string& json) {
    TcpClient client(server.port());
    client.send(request_text("POST", "/sandbox/faults", json));
    REQUIRE(client.receive().status == 201);
  }

  Application application;
  Server server;
};

}  // namespace

TEST_CASE("keep-alive and pipelining on one connection") {
  Running running;
  TcpClient client(running.server.port());
  client.send(request_text("POST", "/api/v2/tickets.json", kTicket) +
              request_text("GET", "/api/v2/tickets/4") + request_text("HEAD", "/api/v2/tickets/4"));
  const RawResponse created = client.receive();
  CHECK(created.status == 201);
  CHECK(created.head.starts_with("HTTP/1.1 201 Created\r\n"));
  CHECK(client.receive().status == 200);
  JsonDocument journal;
  REQUIRE(parse_json(running.get("/sandbox/requests"), journal));
  CHECK(journal["requests"][0]["reused"].IsFalse());
  CHECK(journal["requests"][1]["reused"].IsTrue());
  CHECK(journal["requests"][0]["connection"] == journal["requests"][1]["connection"]);
}

TEST_CASE("HEAD has no body, Connection: close is obeyed") {
  Running running;
  TcpClient client(running.server.port());
  client.send(request_text("HEAD", "/api/v2/tickets/1", "", "Connection: close\r\n"));
  const RawResponse response = client.receive();
  CHECK(response.status == 200);
  CHECK(response.body.empty());
  CHECK(response.head.find("connection: close\r\n") != std::string::npos);
  CHECK(client.is_closed_without_a_byte());
}

TEST_CASE("chunked bodies and 100-continue") {
  Running running;
  TcpClient client(running.server.port());
  const std::string head =
      "POST /api/v2/tickets HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sandbox-access-token\r\n"
      "Content-Type: application/json\r\n";
  client.send(head + "Transfer-Encoding: chunked\r\n\r\n");
  const std::string ticket = kTicket;
  for (const std::string& part : {ticket.substr(0, 7), ticket.substr(7)}) {
    client.send(fmt::format("{:x}\r\n{}\r\n", part.size(), part));
  }
  client.send("0\r\n\r\n");
  CHECK(client.receive().status == 201);

  client.send(head +
              fmt::format("Expect: 100-continue\r\nContent-Length: {}\r\n\r\n", ticket.size()));
  CHECK(client.receive().status == 100);
  client.send(ticket);
  CHECK(client.receive().status == 201);
}

TEST_CASE("what is no HTTP gets 400, what is too long 413 or 431") {
  Running running;
  const auto status = [&](const std::string& bytes) {
    TcpClient client(running.server.port());
    client.send(bytes);
    return client.receive().status;
  };
  CHECK(status("nonsense\r\n\r\n") == 400);
  CHECK(status("GET / HTTP/9.9\r\n\r\n") == 400);
  CHECK(status("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n") == 400);
  CHECK(status(fmt::format("POST /api/v2/tickets HTTP/1.1\r\nContent-Length: {}\r\n\r\n",
                           kBodyLimit + 1)) == 413);
  CHECK(status("GET / HTTP/1.1\r\nA: " + std::string(70000, 'x') + "\r\n\r\n") == 431);
  CHECK(running.state("commits") == "0");
}

TEST_CASE("a target may be a whole URL") {
  Running running;
  TcpClient client(running.server.port());
  for (const char* target :
       {"http://x/api/v2/users/me", "HTTP://acme.zendesk.com:80/api/v2/users/me.json?a",
        "https://x/api/v2/users/me"}) {
    CAPTURE(target);
    client.send(request_text("GET", target));
    const RawResponse response = client.receive();
    CHECK(response.status == 200);
    CHECK(response.body.find("admin@acme.example") != std::string::npos);
  }
  client.send(request_text("GET", "http://localhost"));
  CHECK(client.receive().body.starts_with("<!doctype html>"));
  client.send(request_text("GET", "ftp://x/api/v2/users/me"));
  CHECK(client.receive().status == 404);
}

TEST_CASE("HTTP/1.1 names its host, once") {
  Running running;
  const auto status = [&](const std::string& bytes) {
    TcpClient client(running.server.port());
    client.send(bytes + "\r\n");
    return client.receive().status;
  };
  CHECK(status("GET /api/v2/users/me HTTP/1.1\r\n") == 400);
  CHECK(status("GET http://x/api/v2/users/me HTTP/1.1\r\n") == 400);
  CHECK(status("GET /api/v2/users/me HTTP/1.1\r\nHost: a\r\nhost: b\r\n") == 400);
  CHECK(status("POST /api/v2/tickets HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n") ==
        400);
  CHECK(status("GET /api/v2/users/me HTTP/1.1\r\nHost:\r\n") == 200);
  CHECK(status("GET /api/v2/users/me HTTP/1.0\r\n") == 200);
}

TEST_CASE("cut after commit: stored once, no answer, and the key finds it again") {
  Running running;
  running.fault(R"({"method":"POST","path":"/api/v2/tickets","fault":"cut_after_commit"})");
  const std::string request =
      request_text("POST", "/api/v2/tickets", kTicket, "Idempotency-Key: k\r\n");
  {
    TcpClient client(running.server.port());
    client.send(request);
    CHECK(client.is_closed_without_a_byte());
  }
  CHECK(running.state("commits") == "1");
  TcpClient again(running.server.port());
  again.send(request);
  const RawResponse response = again.receive();
  CHECK(response.status == 201);
  CHECK(response.head.find("x-idempotency-lookup: hit") != std::string::npos);
  CHECK(running.state("commits") == "1");
}

TEST_CASE("cut before commit: nothing stored") {
  Running running;
  running.fault(R"({"fault":"cut_before_commit"})");
  TcpClient client(running.server.port());
  client.send(request_text("POST", "/api/v2/tickets", kTicket));
  CHECK(client.is_closed_without_a_byte());
  CHECK(running.state("commits") == "0");
}

TEST_CASE("half a body, then the end") {
  Running running;
  running.fault(R"({"fault":"cut_body"})");
  TcpClient client(running.server.port());
  client.send(request_text("GET", "/api/v2/tickets/1"));
  const RawResponse response = client.receive();
  CHECK(response.status == 200);
  CHECK_FALSE(response.complete);
  CHECK(response.body.size() > 100);
}

TEST_CASE("an answer in drops is whole in the end") {
  Running running;
  running.fault(R"({"fault":"drip","ms":1})");
  TcpClient client(running.server.port());
  client.send(request_text("GET", "/api/v2/tickets/count"));
  const RawResponse response = client.receive();
  CHECK(response.complete);
  CHECK(response.body.starts_with(R"({"count":)"));
}

TEST_CASE("a held answer and one that never comes do not hold others") {
  Running running(1);
  running.fault(R"({"path":"/api/v2/tickets/1","fault":"delay","ms":300})");
  running.fault(R"({"path":"/api/v2/tickets/2","fault":"hang"})");
  TcpClient slow(running.server.port());
  TcpClient never(running.server.port());
  slow.send(request_text("GET", "/api/v2/tickets/1"));
  never.send(request_text("GET", "/api/v2/tickets/2"));
  CHECK(running.state("faults") != "not JSON");
  CHECK(slow.receive().status == 200);
  CHECK_FALSE(never.stirs_within(0));
}

TEST_CASE("a thousand connections at once, each with its own ticket") {
  raise_open_file_limit();
  Running running;
  constexpr int kConnections = 1000;
  std::vector<std::unique_ptr<TcpClient>> clients;
  for (int i = 0; i < kConnections; ++i) {
    clients.push_back(std::make_unique<TcpClient>(running.server.port()));
  }
  for (auto& client : clients) client->send(request_text("POST", "/api/v2/tickets", kTicket));
  std::set<std::string> ids;
  for (auto& client : clients) {
    const RawResponse response = client->receive();
    CHECK(response.status == 201);
    JsonDocument json;
    REQUIRE(parse_json(response.body, json));
    ids.insert(to_text(json["ticket"]["id"]));
  }
  CHECK(ids.size() == kConnections);
  CHECK(running.state("open_connections") == fmt::to_string(kConnections + 1));
}

TEST_CASE("threads with one key make one ticket") {
  Running running(4);
  std::atomic<int> misses{0}, hits{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      TcpClient client(running.server.port());
      client.send(request_text("POST", "/api/v2/tickets", kTicket, "Idempotency-Key: same\r\n"));
      const std::string head = client.receive().head;
      if (head.find("lookup: miss") != std::string::npos) ++misses;
      if (head.find("lookup: hit") != std::string::npos) ++hits;
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(misses == 1);
  CHECK(hits == 7);
  CHECK(running.state("commits") == "1");
}

TEST_CASE("events tell of every change, for as long as the client listens") {
  auto running = std::make_unique<Running>();
  TcpClient listener(running->server.port());
  listener.send(request_text("GET", "/sandbox/events"));
  const RawResponse head = listener.receive();
  CHECK(head.status == 200);
  CHECK(head.head.find("content-type: text/event-stream\r\n") != std::string::npos);
  CHECK(head.head.find("content-length") == std::string::npos);
  CHECK(listener.receive_line() == "retry: 1000");
  CHECK(listener.receive_line() == "data: 0");
  CHECK(listener.receive_line().empty());
  running->get("/api/v2/tickets/1");
  CHECK(listener.receive_line() == "data: 1");
  CHECK(listener.receive_line().empty());
  running->get("/sandbox/state");
  running->fault(R"({"fault":"hang","path":"/nowhere"})");
  CHECK(listener.receive_line() == "data: 2");
  CHECK(listener.receive_line().empty());
  {
    TcpClient gone(running->server.port());
    gone.send(request_text("GET", "/sandbox/events"));
    CHECK(gone.receive().status == 200);
  }
  // The listener, and the one that asks.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (running->state("open_connections") != "2") {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
  }
  running.reset();
  CHECK(listener.is_closed_without_a_byte());
}

TEST_CASE("only loopback addresses, only free ports") {
  Running running;
  ServerOptions options;
  options.address = "192.0.2.1";
  CHECK_THROWS_AS(Server(running.application, options), std::invalid_argument);
  options.address = "localhost.example";
  CHECK_THROWS_AS(Server(running.application, options), std::invalid_argument);
  options.address = "127.0.0.1";
  options.port = running.server.port();
  CHECK_THROWS_AS(Server(running.application, options), std::system_error);
}
