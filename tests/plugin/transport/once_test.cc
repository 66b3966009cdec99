// SPDX-License-Identifier: Apache-2.0
// No write arrives twice, and Failure::sent() is true whenever one may have arrived.
#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <string>
#include <vector>

#include "client.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

struct Write {
  Method method;
  std::string body;
};

// With and without body: libcurl treats them differently.
const Write kWrites[] = {{Method::kPost, "{}"},   {Method::kPost, ""},
                         {Method::kPut, "{}"},    {Method::kPut, ""},
                         {Method::kPatch, "{}"},  {Method::kDelete, ""},
                         {Method::kDelete, "{}"}, {Method::kPost, std::string(1 << 20, 'x')}};

Request MakeWrite(const Write& write, const std::string& url) {
  Request request(write.method, url);
  request.body = write.body;
  return request;
}

int Count(const Server& server, const std::string& target) {
  int count = 0;
  for (const ServerRequest& request : server.requests()) count += request.target == target;
  return count;
}

}  // namespace

TEST_SUITE_BEGIN("once");

TEST_CASE("a write on a used connection that dies before the answer arrives once") {
  for (const bool reset : {false, true}) {
    for (const Write& write : kWrites) {
      CAPTURE(zendesk::transport::MethodName(write.method));
      CAPTURE(write.body.size());
      CAPTURE(reset);
      Server server([reset](Connection& connection) {
        while (const auto request = connection.Read()) {
          if (request->target == "/write") {
            if (reset) connection.Reset();
            return;
          }
          if (!connection.Answer(200, "ok")) return;
        }
      });
      Transport transport(Options{});
      const Outcome first = Send(transport, Request(Method::kGet, server.Url("/warm")));
      CHECK(first.Answer().status == 200);
      const Outcome second = Send(transport, MakeWrite(write, server.Url("/write")));
      CHECK(second.Failed().kind() == Kind::kNoAnswer);
      CHECK(second.Failed().sent());
      // A request sent later arrives later: anything that libcurl had repeated would be there.
      const Outcome third = Send(transport, Request(Method::kGet, server.Url("/after")));
      CHECK(third.Answer().status == 200);
      CHECK(Count(server, "/write") == 1);
    }
  }
}

TEST_CASE("a connection that dies while the body is under way is not tried again") {
  const std::string body(8 << 20, 'x');
  std::atomic<bool> second_got_bytes{false};
  Server server([&second_got_bytes](Connection& connection) {
    if (connection.number() == 0) {
      connection.Read();
      connection.Answer(200, "ok");
      // Until a part of the body is here: without any, sending again would be right.
      std::string seen;
      while (seen.size() < 100'000) seen += connection.ReadSome();
      connection.Reset();
    } else if (!connection.ReadSome().empty()) {
      second_got_bytes = true;
    }
  });
  Transport transport(Options{});
  CHECK(Send(transport, Request(Method::kGet, server.Url())).Answer().status == 200);
  const Outcome outcome = Send(transport, MakeWrite({Method::kPost, body}, server.Url("/write")));
  CHECK(outcome.Failed().kind() == Kind::kNoAnswer);
  CHECK(outcome.Failed().sent());
  CHECK_FALSE(second_got_bytes);
}

TEST_CASE("a read on a used connection that dies goes again on a new one") {
  Server server([](Connection& connection) {
    const auto first = connection.Read();
    if (!first || !connection.Answer(200, "ok")) return;
    connection.Read();  // and no answer
  });
  Transport transport(Options{});
  CHECK(Send(transport, Request(Method::kGet, server.Url("/a"))).Answer().status == 200);
  CHECK(Send(transport, Request(Method::kGet, server.Url("/b"))).Answer().status == 200);
  CHECK(server.accepted() == 2);
  CHECK(Count(server, "/b") == 2);
}

TEST_CASE("a connection that the server closed while idle is replaced") {
  for (const Write& write : kWrites) {
    CAPTURE(zendesk::transport::MethodName(write.method));
    std::promise<void> closed;
    Server server([&closed](Connection& connection) {
      while (const auto request = connection.Read()) {
        if (!connection.Answer(200, "ok")) return;
        if (request->target == "/warm") {
          connection.Close();
          closed.set_value();
          return;
        }
      }
    });
    Transport transport(Options{});
    CHECK(Send(transport, Request(Method::kGet, server.Url("/warm"))).Answer().status == 200);
    closed.get_future().get();
    const Outcome outcome = Send(transport, MakeWrite(write, server.Url("/write")));
    CHECK(outcome.Answer().status == 200);
    CHECK(server.accepted() == 2);
    CHECK(Count(server, "/write") == 1);
  }
}

TEST_CASE("an idle connection that dies in the same moment never doubles a write") {
  // The server closes each connection right after its first answer, in a race with the next write.
  Server server([](Connection& connection) {
    connection.Read();
    connection.Answer(200, "ok");
  });
  Transport transport(Options{});
  int answered = 0;
  int unknown = 0;
  for (int i = 0; i < 300; ++i) {
    const std::string target = "/" + std::to_string(i);
    const Outcome outcome = Send(transport, MakeWrite(kWrites[i % 7], server.Url(target)));
    const int arrived = Count(server, target);
    CHECK(arrived <= 1);
    if (outcome.response) {
      CHECK(arrived == 1);
      ++answered;
    } else {
      if (arrived != 0) CHECK(outcome.failure->sent());
      ++unknown;
    }
  }
  CHECK(answered + unknown == 300);
  CHECK(answered > 0);
}

TEST_CASE("an early answer ends a long body, and the connection is not used again") {
  Server server([](Connection& connection) {
    connection.ReadSome();
    connection.Answer(413, "too long", "Connection: close\r\n");
    connection.ReadToEnd();
  });
  Transport transport(Options{});
  const Outcome outcome =
      Send(transport, MakeWrite({Method::kPost, std::string(8 << 20, 'x')}, server.Url()));
  CHECK(outcome.Answer().status == 413);
  CHECK(std::string_view(outcome.Answer().body) == "too long");
}

TEST_CASE("concurrent writes on dying connections arrive at most once") {
  // Every third request of the server ends its connection without an answer.
  std::atomic<int> count{0};
  Server server([&count](Connection& connection) {
    while (connection.Read()) {
      if (++count % 3 == 0) return;
      if (!connection.Answer(200, "ok")) return;
    }
  });
  Transport transport(Options{});
  std::vector<Running> running;
  for (int i = 0; i < 300; ++i) {
    running.emplace_back(transport, MakeWrite(kWrites[i % 7], server.Url("/" + std::to_string(i))));
  }
  for (int i = 0; i < 300; ++i) {
    const Outcome outcome = running[static_cast<std::size_t>(i)].Get();
    const int arrived = Count(server, "/" + std::to_string(i));
    CHECK(arrived <= 1);
    if (outcome.response) CHECK(arrived == 1);
    if (outcome.failure && arrived == 1) CHECK(outcome.failure->sent());
    if (outcome.failure) CHECK(outcome.failure->kind() == Kind::kNoAnswer);
  }
}

TEST_SUITE_END();
