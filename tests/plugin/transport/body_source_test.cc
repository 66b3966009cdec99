// SPDX-License-Identifier: Apache-2.0
// Bodies that are read piece by piece.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "client.h"
#include "made_body.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kPiece = 64 << 10;
// More than any socket takes unread.
constexpr std::uint64_t kEndless = std::uint64_t{1} << 30;

Request Write(const std::string& url, std::shared_ptr<const MadeBody> body) {
  Request request(Method::kPost, url);
  request.body_source = std::move(body);
  return request;
}

// A server that takes connections and nothing else.
class Stuck {
 public:
  ~Stuck() { end_.set_value(); }

  Request Write(std::shared_ptr<const MadeBody> body) {
    return ::Write(server_.Url(), std::move(body));
  }

 private:
  std::promise<void> end_;
  Server server_{[end = end_.get_future().share()](Connection&) { end.wait(); }};
};

Task<void> SendTwice(Transport& transport, const Request& request) {
  co_await transport.Send(request);
  co_await transport.Send(request);
}

Task<void> SendOnce(Transport& transport, const Request& request) {
  co_await transport.Send(request);
}

}  // namespace

TEST_SUITE_BEGIN("body_source");

TEST_CASE("a body of any length arrives as it is, with its length") {
  Server server(AnswerAll);
  Transport transport(Options{});
  const std::vector<std::uint64_t> sizes = {0,          1,          kPiece - 1,   kPiece,
                                            kPiece + 1, 2 * kPiece, (3 << 20) + 7};
  for (const std::uint64_t size : sizes) {
    CAPTURE(size);
    const auto body = std::make_shared<const MadeBody>(size);
    CHECK(Send(transport, Write(server.Url(), body)).Answer().status == 200);
    const ServerRequest seen = server.requests().back();
    CHECK(seen.body == body->Text());
    CHECK(seen.Header("Content-Length") == std::to_string(size));
    CHECK(seen.Header("Transfer-Encoding") == "(none)");
    CHECK(seen.Header("Expect") == "(none)");
    CHECK(body->longest_read() <= kPiece);
  }
  CHECK_MESSAGE(server.accepted() == 1, "the connection was not used again");
}

TEST_CASE("many go out at the same time") {
  Server server(AnswerAll);
  Transport transport(Options{});
  const auto body = std::make_shared<const MadeBody>(5 * kPiece + 3);
  std::vector<Running> running;
  for (int i = 0; i < 20; ++i) running.emplace_back(transport, Write(server.Url(), body));
  for (Running& one : running) CHECK(one.Get().Answer().status == 200);
  for (const ServerRequest& seen : server.requests()) CHECK(seen.body == body->Text());
}

TEST_CASE("a request that is sent again begins anew") {
  Server server(AnswerAll);
  Transport transport(Options{});
  const auto body = std::make_shared<const MadeBody>(3 * kPiece);
  const Request request = Write(server.Url(), body);
  Begin(transport, SendTwice(transport, request)).AwaitEnd();
  REQUIRE(server.requests().size() == 2);
  CHECK(server.requests()[0].body == body->Text());
  CHECK(server.requests()[1].body == body->Text());
}

TEST_CASE("what the source throws ends the exchange, and the connection with it") {
  std::promise<bool> was_whole;
  Server server(
      [&was_whole](Connection& connection) { was_whole.set_value(connection.Read().has_value()); });
  Transport transport(Options{});
  const auto break_off = [](std::uint64_t offset) {
    if (offset >= 4 * kPiece) throw std::runtime_error("the file has gone");
  };
  const Request request =
      Write(server.Url(), std::make_shared<const MadeBody>(8 * kPiece, break_off));
  Started started = Begin(transport, SendOnce(transport, request));
  CHECK_THROWS_WITH_AS(started.AwaitEnd(), "the file has gone", std::runtime_error);
  CHECK_FALSE(was_whole.get_future().get());
}

TEST_CASE("a source that fails at once causes no traffic") {
  Server server(AnswerAll);
  Transport transport(Options{});
  const auto fail = [](std::uint64_t) { throw std::runtime_error("there is no file"); };
  const Request request = Write(server.Url(), std::make_shared<const MadeBody>(8, fail));
  Started started = Begin(transport, SendOnce(transport, request));
  CHECK_THROWS_WITH_AS(started.AwaitEnd(), "there is no file", std::runtime_error);
  CHECK(server.accepted() == 0);
}

TEST_CASE("a server that takes no more is given up at the deadline") {
  Stuck stuck;
  Transport transport(Options{});
  Request request = stuck.Write(std::make_shared<const MadeBody>(kEndless));
  request.deadline = std::chrono::steady_clock::now() + 500ms;
  const Outcome outcome = Send(transport, std::move(request));
  CHECK(outcome.Failed().kind() == Kind::kTimeout);
  CHECK(outcome.Failed().sent());
}

TEST_CASE("a slow source is given up at the deadline") {
  Server server([](Connection& connection) { connection.Read(); });
  Transport transport(Options{});
  const auto deadline = std::chrono::steady_clock::now() + 300ms;
  const auto wait = [deadline](std::uint64_t offset) {
    while (offset > 0 && std::chrono::steady_clock::now() < deadline) continue;
  };
  Request request = Write(server.Url(), std::make_shared<const MadeBody>(8 * kPiece, wait));
  request.deadline = deadline;
  CHECK(Send(transport, std::move(request)).Failed().kind() == Kind::kTimeout);
}

TEST_CASE("an exchange can be cancelled on its way") {
  Stuck stuck;
  Transport transport(Options{});
  std::promise<void> under_way;
  const auto tell = [&under_way](std::uint64_t offset) {
    if (offset == kPiece) under_way.set_value();
  };
  Running running(transport, stuck.Write(std::make_shared<const MadeBody>(kEndless, tell)));
  under_way.get_future().get();
  running.handle().Cancel();
  const Outcome outcome = running.Get();
  CHECK(outcome.Failed().kind() == Kind::kCancelled);
  CHECK(outcome.Failed().sent());
}

TEST_CASE("a server may answer before it has everything") {
  Server server([](Connection& connection) {
    connection.ReadSome();
    connection.Answer(413, "too much", "Connection: close\r\n");
    connection.ReadToEnd();
  });
  Transport transport(Options{});
  const auto body = std::make_shared<const MadeBody>(std::uint64_t{16} << 20);
  CHECK(Send(transport, Write(server.Url(), body)).Answer().status == 413);
}

TEST_CASE("a source may fork, and so may others that it waits for") {
  Server server(AnswerAll);
  Transport transport(Options{});
  const auto fork_once = [](std::uint64_t offset) {
    if (offset != kPiece) return;
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
  };
  const auto body = std::make_shared<const MadeBody>(3 * kPiece, fork_once);
  CHECK(Send(transport, Write(server.Url(), body)).Answer().status == 200);
  CHECK(server.requests().back().body == body->Text());
}

TEST_SUITE_END();
