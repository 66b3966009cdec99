// SPDX-License-Identifier: Apache-2.0
// What goes out and what comes back.
#include <doctest/doctest.h>
#include <unistd.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "client.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

// Serves one connection with these bytes after each request.
Server::Script Always(std::string bytes) {
  return [bytes = std::move(bytes)](Connection& connection) {
    while (connection.Read()) {
      if (!connection.Write(bytes)) return;
    }
  };
}

std::string Gzip(const std::string& plain) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, plain.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string WithLength(const std::string& body, const std::string& headers = {}) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers +
         "\r\n" + body;
}

}  // namespace

TEST_SUITE_BEGIN("exchange");

TEST_CASE("each method goes out with its body, and the answer comes back") {
  Server server([](Connection& connection) {
    while (const auto request = connection.Read()) {
      if (!connection.Answer(201, "got " + request->body, "X-Method: " + request->method + "\r\n"))
        return;
    }
  });
  Options options;
  options.user_agent = "test/1";
  Transport transport(options);
  const struct {
    Method method;
    std::string body;
    std::string length;
  } cases[] = {{Method::kGet, "", "(none)"},
               {Method::kPost, "{\"a\":1}", "7"},
               {Method::kPost, "", "0"},
               {Method::kPut, "put", "3"},
               {Method::kPut, "", "0"},
               {Method::kPatch, "patch", "5"},
               {Method::kDelete, "", "(none)"},
               {Method::kDelete, "why", "3"},
               {Method::kPost, std::string(3 << 20, 'x'), std::to_string(3 << 20)}};
  for (const auto& one : cases) {
    Request request(one.method, server.Url("/api/v2/x?y=z%20"));
    request.headers = {"Authorization: Bearer t", "Content-Type: application/json"};
    request.body = one.body;
    const Outcome outcome = Send(transport, std::move(request));
    const Response& response = outcome.Answer();
    CHECK(response.status == 201);
    CHECK(std::string_view(response.body) == "got " + one.body);
    CHECK(response.Header("x-METHOD") == zendesk::transport::MethodName(one.method));
    const ServerRequest seen = server.requests().back();
    CHECK(seen.method == zendesk::transport::MethodName(one.method));
    CHECK(seen.target == "/api/v2/x?y=z%20");
    CHECK(seen.Header("Authorization") == "Bearer t");
    CHECK(seen.Header("Content-Type") == "application/json");
    CHECK(seen.Header("User-Agent") == "test/1");
    CHECK(seen.Header("Accept-Encoding") == "gzip");
    CHECK(seen.Header("Content-Length") == one.length);
    CHECK(seen.Header("Expect") == "(none)");
    CHECK(seen.Header("Transfer-Encoding") == "(none)");
  }
  CHECK(server.requests().size() == std::size(cases));
  CHECK_MESSAGE(server.accepted() == 1, "the connection was not used again");
}

TEST_CASE("a task sends one request after another") {
  Server server(AnswerAll);
  Transport transport(Options{});
  std::promise<int> result;
  auto task = [](Transport& t, std::string url, std::promise<int>& sum) -> Task<void> {
    int total = 0;
    for (int i = 0; i < 5; ++i) {
      Request request(Method::kGet, url);
      const Response response = co_await t.Send(std::move(request));
      total += response.status;
    }
    sum.set_value(total);
  };
  std::promise<void> ended;
  transport.Start(task(transport, server.Url(), result), [&ended](std::exception_ptr error) {
    error ? ended.set_exception(error) : ended.set_value();
  });
  ended.get_future().get();
  CHECK(result.get_future().get() == 1000);
  CHECK(server.accepted() == 1);
}

TEST_CASE("a redirect is an answer like any other") {
  Server server([](Connection& connection) {
    while (connection.Read()) {
      if (!connection.Answer(302, "", "Location: /elsewhere\r\n")) return;
    }
  });
  Transport transport(Options{});
  const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
  CHECK(outcome.Answer().status == 302);
  CHECK(outcome.Answer().Header("location") == "/elsewhere");
  CHECK(server.requests().size() == 1);
}

TEST_CASE("1xx answers and trailers are not the answer") {
  Server server(
      Always("HTTP/1.1 103 Early Hints\r\nLink: <a>\r\nX: early\r\n\r\n"
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX:   real \t\r\n\r\n"
             "3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\nRetry-After: 99\r\n\r\n"));
  Transport transport(Options{});
  for (int i = 0; i < 2; ++i) {
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
    const Response& response = outcome.Answer();
    CHECK(response.status == 200);
    CHECK(std::string_view(response.body) == "abcdefg");
    CHECK(response.Header("x") == "real");
    CHECK_FALSE(response.Header("Link").has_value());
    CHECK_FALSE(response.Header("Retry-After").has_value());
  }
  CHECK(server.accepted() == 1);
}

TEST_CASE("gzip is unpacked, and counted unpacked") {
  const std::string fits(zendesk::transport::kMaxResponseBytes, 'a');
  const std::string gzip = "Content-Encoding: gzip\r\n";
  SUBCASE("just fits") {
    Server server(Always(WithLength(Gzip(fits), gzip)));
    Transport transport(Options{});
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
    CHECK(std::string_view(outcome.Answer().body) == fits);
  }
  SUBCASE("one byte too many") {
    Server server(Always(WithLength(Gzip(fits + "a"), gzip)));
    Transport transport(Options{});
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
    CHECK(outcome.Failed().kind() == Kind::kTooLarge);
    CHECK(outcome.Failed().sent());
  }
  SUBCASE("a bomb") {
    const std::string packed = Gzip(std::string(std::size_t{200} << 20, 'a'));
    CHECK(packed.size() < 300'000);
    Server server(Always(WithLength(packed, gzip)));
    Transport transport(Options{});
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
    CHECK(outcome.Failed().kind() == Kind::kTooLarge);
  }
  SUBCASE("not gzip at all") {
    Server server(Always(WithLength("plain text", gzip)));
    Transport transport(Options{});
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
    CHECK(outcome.Failed().kind() == Kind::kProtocol);
  }
}

TEST_CASE("an answer without end stops at the limit") {
  Server server([](Connection& connection) {
    connection.Read();
    if (!connection.Write("HTTP/1.1 200 OK\r\n\r\n")) return;
    while (connection.Write(std::string(1 << 16, 'x'))) {
    }
  });
  Transport transport(Options{});
  const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
  CHECK(outcome.Failed().kind() == Kind::kTooLarge);
}

TEST_CASE("a flood of headers stops at the limit") {
  SUBCASE("many lines") {
    Server server([](Connection& connection) {
      connection.Read();
      if (!connection.Write("HTTP/1.1 200 OK\r\n")) return;
      while (connection.Write("X-Flood: " + std::string(100, 'x') + "\r\n")) {
      }
    });
    Transport transport(Options{});
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
    CHECK(outcome.Failed().kind() == Kind::kTooLarge);
  }
  SUBCASE("one line") {
    Server server([](Connection& connection) {
      connection.Read();
      if (!connection.Write("HTTP/1.1 200 OK\r\nX-Flood: ")) return;
      while (connection.Write(std::string(1000, 'x'))) {
      }
    });
    Transport transport(Options{});
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
    CHECK(outcome.Failed().kind() == Kind::kTooLarge);
  }
  SUBCASE("1xx answers without end") {
    Server server([](Connection& connection) {
      connection.Read();
      while (connection.Write("HTTP/1.1 103 Early Hints\r\n\r\n")) {
      }
    });
    Transport transport(Options{});
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
    CHECK(outcome.Failed().kind() == Kind::kTooLarge);
  }
}

TEST_CASE("a cut answer is no answer") {
  const std::vector<std::string> cuts = {
      "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"};
  for (const std::string& cut : cuts) {
    CAPTURE(cut);
    Server server([&cut](Connection& connection) {
      connection.Read();
      connection.Write(cut);
    });
    Transport transport(Options{});
    const Outcome outcome = Send(transport, Request(Method::kGet, server.Url("/p?token=x")));
    CHECK(outcome.Failed().kind() == Kind::kNoAnswer);
    CHECK(outcome.Failed().sent());
    CHECK(std::string(outcome.Failed().what()) ==
          "The connection to 127.0.0.1:" + std::to_string(server.port()) +
              " ended before a whole answer came.");
  }
}

TEST_CASE("what is not HTTP is not an answer") {
  Server server(Always("220 mail.example.com ESMTP\r\n"));
  Transport transport(Options{});
  const Outcome outcome = Send(transport, Request(Method::kGet, server.Url()));
  CHECK(outcome.Failed().kind() == Kind::kProtocol);
}

TEST_CASE("what cannot be sent is refused before any traffic") {
  Server server(AnswerAll);
  Transport transport(Options{});
  for (const std::string url :
       {"", "ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1", "http://", "http:///path",
        "http://user:password@127.0.0.1/", "http://127.0.0.1/#part", "http://127.0.0.1/a b",
        "http://127.0.0.1/a\r\nX: y", "http://127.0.0.1\\@evil/", "http://127.0.0.1:http/",
        "http://127.0.0.1:99999/", "http://[::1/"}) {
    CAPTURE(url);
    const Outcome outcome = Send(transport, Request(Method::kGet, url));
    CHECK(outcome.Failed().kind() == Kind::kBadRequest);
    CHECK_FALSE(outcome.Failed().sent());
  }
  for (const std::string header :
       {"", "no colon", ": no name", "X: a\r\nY: b", "X: a\nb", "Content-Length: 5",
        "transfer-encoding: chunked", "Expect: 100-continue"}) {
    CAPTURE(header);
    Request request(Method::kPost, server.Url());
    request.headers = {header};
    const Outcome outcome = Send(transport, std::move(request));
    CHECK(outcome.Failed().kind() == Kind::kBadRequest);
  }
  CHECK(server.accepted() == 0);
}

TEST_CASE("a refused connection is told in words") {
  int port = 0;
  const int socket = BindLoopback(false, &port);
  Transport transport(Options{});
  Request request(Method::kPost, "http://127.0.0.1:" + std::to_string(port) + "/?secret=1");
  request.body = "x";
  const Outcome outcome = Send(transport, std::move(request));
  ::close(socket);
  CHECK(outcome.Failed().kind() == Kind::kConnect);
  CHECK_FALSE(outcome.Failed().sent());
  CHECK(std::string(outcome.Failed().what()) ==
        "127.0.0.1:" + std::to_string(port) + " refuses the connection.");
}

TEST_SUITE_END();
