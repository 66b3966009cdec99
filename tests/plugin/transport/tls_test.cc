// SPDX-License-Identifier: Apache-2.0
// Trust, and its absence.
#include <doctest/doctest.h>

#include <string>

#include "client.h"
#include "identity.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

Options Trusting(const std::string& ca_file) {
  Options options;
  options.ca_file = ca_file;
  return options;
}

// The failure of a POST to this server with these authorities.
Failure Refused(const Server& server, const std::string& ca_file) {
  Transport transport(Trusting(ca_file));
  Request request(Method::kPost, server.Url("/?secret=1"));
  request.headers = {"Authorization: Bearer secret"};
  request.body = "secret";
  const Outcome outcome = Send(transport, std::move(request));
  CHECK(server.requests().empty());
  const Failure failure = outcome.Failed();
  CHECK_FALSE(failure.sent());
  CHECK(std::string(failure.what()).find("secret") == std::string::npos);
  return failure;
}

bool Mentions(const Failure& failure, const std::string& text) {
  return std::string(failure.what()).find(text) != std::string::npos;
}

}  // namespace

TEST_SUITE_BEGIN("tls");

TEST_CASE("a trusted server is spoken to, over one connection") {
  const Identity identity;
  Server server(AnswerAll, identity.context());
  Transport transport(Trusting(identity.ca_file()));
  for (int i = 0; i < 3; ++i) {
    Request request(Method::kPost, server.Url());
    request.body = std::string(100'000, 'x');
    const Outcome outcome = Send(transport, std::move(request));
    CHECK(std::string_view(outcome.Answer().body) == "ok");
    CHECK(server.requests().back().body.size() == 100'000);
  }
  CHECK(server.accepted() == 1);
}

TEST_CASE("many at once reach a trusted server") {
  const Identity identity;
  Server server(AnswerAll, identity.context());
  Transport transport(Trusting(identity.ca_file()));
  std::vector<Running> running;
  for (int i = 0; i < 100; ++i) {
    running.emplace_back(transport, Request(Method::kGet, server.Url()));
  }
  for (Running& one : running) CHECK(one.Get().Answer().status == 200);
}

TEST_CASE("an unknown authority is refused") {
  const Identity identity;
  const Identity other;
  Server server(AnswerAll, identity.context());
  const Failure failure = Refused(server, other.ca_file());
  CHECK(failure.kind() == Kind::kTls);
  CHECK(Mentions(failure, "There is no trusted TLS connection to 127.0.0.1:"));
}

TEST_CASE("the machine's authorities do not know the test's") {
  const Identity identity;
  Server server(AnswerAll, identity.context());
  CHECK(Refused(server, "").kind() == Kind::kTls);
}

TEST_CASE("another host's certificate is refused") {
  IdentityOptions options;
  options.names = "DNS:elsewhere.example";
  const Identity identity(options);
  Server server(AnswerAll, identity.context());
  CHECK(Refused(server, identity.ca_file()).kind() == Kind::kTls);
}

TEST_CASE("a certificate out of its time is refused") {
  IdentityOptions options;
  SUBCASE("expired") {
    options.valid_from = -7200;
    options.valid_until = -3600;
  }
  SUBCASE("not yet valid") {
    options.valid_from = 3600;
    options.valid_until = 7200;
  }
  const Identity identity(options);
  Server server(AnswerAll, identity.context());
  CHECK(Refused(server, identity.ca_file()).kind() == Kind::kTls);
}

TEST_CASE("TLS before 1.2 is refused") {
  const Identity identity;
  SSL_CTX_set_max_proto_version(identity.context(), TLS1_1_VERSION);
  SSL_CTX_set_cipher_list(identity.context(), "ALL:@SECLEVEL=0");
  Server server(AnswerAll, identity.context());
  CHECK(Refused(server, identity.ca_file()).kind() == Kind::kTls);
}

TEST_CASE("a file of authorities that cannot be used is named") {
  const Identity identity;
  Server server(AnswerAll, identity.context());
  const Failure missing = Refused(server, "/nowhere/ca.pem");
  CHECK(missing.kind() == Kind::kTls);
  CHECK(Mentions(missing, "/nowhere/ca.pem"));
  CHECK(Refused(server, identity.key_file()).kind() == Kind::kTls);
}

TEST_CASE("a server that does not speak TLS is refused") {
  Server plain([](Connection& connection) {
    connection.ReadSome();
    connection.Answer(400, "");
  });
  Transport transport(Options{});
  Request request(Method::kPost, "https://127.0.0.1:" + std::to_string(plain.port()) + "/");
  request.body = "x";
  const Outcome outcome = Send(transport, std::move(request));
  CHECK(outcome.Failed().kind() == Kind::kTls);
  CHECK_FALSE(outcome.Failed().sent());
}

TEST_CASE("a handshake that is broken off sends nothing") {
  Server plain([](Connection& connection) { connection.ReadSome(); });
  Transport transport(Options{});
  for (int i = 0; i < 20; ++i) {
    Request request(Method::kPost, "https://127.0.0.1:" + std::to_string(plain.port()) + "/");
    request.body = "x";
    const Outcome outcome = Send(transport, std::move(request));
    CHECK(outcome.Failed().kind() == Kind::kTls);
    CHECK_FALSE(outcome.Failed().sent());
  }
}

TEST_CASE("a write on a used TLS connection that dies arrives once") {
  const Identity identity;
  Server server(
      [](Connection& connection) {
        while (const auto request = connection.Read()) {
          if (request->target == "/write" || !connection.Answer(200, "ok")) return;
        }
      },
      identity.context());
  for (const bool body : {false, true}) {
    Transport transport(Trusting(identity.ca_file()));
    CHECK(Send(transport, Request(Method::kGet, server.Url())).Answer().status == 200);
    const std::size_t before = server.requests().size();
    Request request(Method::kPost, server.Url("/write"));
    if (body) request.body = "x";
    const Outcome outcome = Send(transport, std::move(request));
    CHECK(outcome.Failed().kind() == Kind::kNoAnswer);
    CHECK(outcome.Failed().sent());
    CHECK(Send(transport, Request(Method::kGet, server.Url())).Answer().status == 200);
    CHECK(server.requests().size() == before + 2);
  }
}

TEST_SUITE_END();
