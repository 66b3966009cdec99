// SPDX-License-Identifier: Apache-2.0
// The proxy of the options, and only that.
#include <doctest/doctest.h>
#include <unistd.h>

#include <string>

#include "client.h"
#include "identity.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

// Tunnels every CONNECT to `port`, whatever host it names, and answers all else itself.
Server::Script TunnelTo(int port) {
  return [port](Connection& connection) {
    while (const auto request = connection.Read()) {
      if (request->method != "CONNECT") {
        if (!connection.Answer(200, "from the proxy")) return;
        continue;
      }
      const int target = ConnectLoopback(port);
      connection.Write("HTTP/1.1 200 Connected\r\nX-Proxy: yes\r\n\r\n");
      connection.Relay(target);
      ::close(target);
      return;
    }
  };
}

std::string Address(const Server& proxy, const std::string& user = {}) {
  return "http://" + user + "127.0.0.1:" + std::to_string(proxy.port());
}

Request Post(const std::string& url) {
  Request request(Method::kPost, url);
  request.headers = {"Authorization: Bearer secret"};
  request.body = "x";
  return request;
}

}  // namespace

TEST_SUITE_BEGIN("proxy");

TEST_CASE("plain HTTP goes to the proxy with the whole address") {
  Server proxy(TunnelTo(0));
  Options options;
  options.proxy = Address(proxy, "user:pass@");
  Transport transport(options);
  const Outcome outcome = Send(transport, Post("http://host.example/path?q=1"));
  CHECK(std::string_view(outcome.Answer().body) == "from the proxy");
  const ServerRequest seen = proxy.requests().at(0);
  CHECK(seen.target == "http://host.example/path?q=1");
  CHECK(seen.Header("Proxy-Authorization") == "Basic dXNlcjpwYXNz");
}

TEST_CASE("HTTPS goes through a tunnel, and the proxy sees no credential") {
  IdentityOptions names;
  names.names = "DNS:host.example";
  const Identity identity(names);
  Server server(AnswerAll, identity.context());
  Server proxy(TunnelTo(server.port()));
  Options options;
  options.proxy = Address(proxy);
  options.ca_file = identity.ca_file();
  Transport transport(options);
  for (int i = 0; i < 3; ++i) {
    const Outcome outcome = Send(transport, Post("https://host.example/path"));
    CHECK(std::string_view(outcome.Answer().body) == "ok");
    CHECK_FALSE(outcome.Answer().Header("X-Proxy").has_value());
  }
  const ServerRequest seen = proxy.requests().at(0);
  CHECK(seen.method == "CONNECT");
  CHECK(seen.target == "host.example:443");
  CHECK(seen.Header("Authorization") == "(none)");
  CHECK(server.requests().at(0).Header("Authorization") == "Bearer secret");
  CHECK(proxy.accepted() == 1);
}

TEST_CASE("a proxy that refuses is told apart") {
  Server proxy([](Connection& connection) {
    while (connection.Read()) {
      if (!connection.Answer(407, "", "Proxy-Authenticate: Basic realm=\"x\"\r\n")) return;
    }
  });
  Options options;
  options.proxy = Address(proxy, "user:pass@");
  Transport transport(options);
  const Outcome outcome = Send(transport, Post("https://host.example/?secret"));
  CHECK(outcome.Failed().kind() == Kind::kProxy);
  CHECK_FALSE(outcome.Failed().sent());
  CHECK(std::string(outcome.Failed().what()) ==
        "The proxy refused to connect to host.example:443 (status 407).");
}

TEST_CASE("a proxy that is not there is told apart") {
  int port = 0;
  const int socket = BindLoopback(false, &port);
  Options options;
  options.proxy = "http://user:pass@127.0.0.1:" + std::to_string(port);
  Transport transport(options);
  for (const char* url : {"https://host.example/", "http://host.example/"}) {
    const Outcome outcome = Send(transport, Post(url));
    CHECK(outcome.Failed().kind() == Kind::kProxy);
    CHECK_FALSE(outcome.Failed().sent());
    CHECK(std::string(outcome.Failed().what()).find("pass") == std::string::npos);
  }
  ::close(socket);
}

TEST_CASE("no_proxy names are reached directly") {
  Server server(AnswerAll);
  Server proxy(TunnelTo(0));
  Options options;
  options.proxy = Address(proxy);
  for (const char* direct : {"127.0.0.1", "example.com,127.0.0.0/8", "*"}) {
    options.no_proxy = direct;
    Transport transport(options);
    CHECK(std::string_view(Send(transport, Post(server.Url())).Answer().body) == "ok");
  }
  options.no_proxy = "example.com,10.0.0.0/8";
  Transport transport(options);
  CHECK(std::string_view(Send(transport, Post(server.Url())).Answer().body) == "from the proxy");
}

TEST_SUITE_END();
