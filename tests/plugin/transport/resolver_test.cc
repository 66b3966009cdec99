// SPDX-License-Identifier: Apache-2.0
// Names: a name server that never answers delays only those who asked it. Runs in a network of its
// own, with a name server of its own; CTest reports "skipped" where that is impossible.
#define DOCTEST_CONFIG_IMPLEMENT
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "client.h"
#include "namespace.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers
using namespace std::chrono_literals;
using std::chrono::steady_clock;

namespace {

constexpr int kSkip = 77;

// Answers on UDP port 53 of 127.0.0.1 by the first letters of the name: "dead" never, "unknown"
// with "no such name", all others with 127.0.0.1.
class NameServer {
 public:
  NameServer() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(53);
    REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    thread_ = std::thread([this] { Run(); });
  }
  ~NameServer() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  int questions() const { return questions_; }

 private:
  void Run() {
    char bytes[512];
    sockaddr_in from{};
    socklen_t size = sizeof from;
    for (;;) {
      const ssize_t count =
          ::recvfrom(socket_, bytes, sizeof bytes, 0, reinterpret_cast<sockaddr*>(&from), &size);
      if (count < 17) return;  // shut down
      ++questions_;
      const std::string reply = Reply(std::string(bytes, static_cast<std::size_t>(count)));
      ::sendto(socket_, reply.data(), reply.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
    }
  }

  // RFC 1035, section 4.1. An empty datagram is no DNS message, and is dropped by the asker.
  static std::string Reply(const std::string& query) {
    const std::string name = query.substr(13);
    if (name.starts_with("dead")) return {};
    const std::size_t name_end = query.find('\0', 12) + 1;
    const bool asks_ipv4 = query[name_end + 1] == 1;
    const bool unknown = name.starts_with("unknown");
    const bool answers = asks_ipv4 && !unknown;
    std::string reply = query.substr(0, 2);
    reply += '\x81';                     // a response, recursion desired
    reply += unknown ? '\x83' : '\x80';  // recursion available; no such name
    reply += std::string("\0\1\0", 3);   // one question
    reply += answers ? '\1' : '\0';
    reply += std::string("\0\0\0\0", 4);
    reply += query.substr(12, name_end + 4 - 12);
    if (answers) {
      reply += std::string("\xC0\x0C\0\1\0\1\0\0\0\x3C\0\4\x7F\0\0\1", 16);
    }
    return reply;
  }

  int socket_;
  std::atomic<int> questions_{0};
  std::thread thread_;
};

Request Get(const std::string& host, int port) {
  Request request(Method::kGet, "http://" + host + ":" + std::to_string(port) + "/");
  return request;
}

double SecondsSince(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("a name leads to its address, again and again") {
  NameServer names;
  Server server(AnswerAll);
  Transport transport(Options{});
  for (int i = 0; i < 20; ++i) {
    const std::string host = "host" + std::to_string(i) + ".example";
    const auto start = steady_clock::now();
    CHECK(Send(transport, Get(host, server.port())).Answer().status == 200);
    // A socket whose replacement went unseen would be noticed by a timer, seconds later.
    CHECK(SecondsSince(start) < 2);
  }
}

TEST_CASE("many names at once") {
  NameServer names;
  Server server(AnswerAll);
  Transport transport(Options{});
  const auto start = steady_clock::now();
  std::vector<Running> running;
  for (int i = 0; i < 100; ++i) {
    running.emplace_back(transport, Get("many" + std::to_string(i) + ".example", server.port()));
  }
  for (Running& one : running) CHECK(one.Get().Answer().status == 200);
  CHECK(SecondsSince(start) < 5);
}

TEST_CASE("a name is asked for once a minute") {
  NameServer names;
  Server server([](Connection& connection) {
    connection.Read();
    connection.Answer(200, "ok", "Connection: close\r\n");
  });
  Transport transport(Options{});
  CHECK(Send(transport, Get("cached.example", server.port())).Answer().status == 200);
  const int questions = names.questions();
  for (int i = 0; i < 5; ++i) {
    CHECK(Send(transport, Get("cached.example", server.port())).Answer().status == 200);
  }
  CHECK(server.accepted() == 6);
  CHECK(names.questions() == questions);
}

TEST_CASE("a name that nobody knows") {
  NameServer names;
  Transport transport(Options{});
  const Outcome outcome = Send(transport, Get("unknown.example", 80));
  CHECK(outcome.Failed().kind() == Kind::kDns);
  CHECK_FALSE(outcome.Failed().sent());
  CHECK(std::string(outcome.Failed().what()) == "The name unknown.example cannot be resolved.");
}

TEST_CASE("a name server that never answers delays only who asked") {
  NameServer names;
  Server server(AnswerAll);
  Transport transport(Options{});
  Request request = Get("dead.example", server.port());
  request.timeouts.connect = 4000ms;
  const auto start = steady_clock::now();
  Running waiting(transport, std::move(request));
  for (int i = 0; i < 50; ++i) {
    CHECK(Send(transport, Get("127.0.0.1", server.port())).Answer().status == 200);
    CHECK(Send(transport, Get("alive.example", server.port())).Answer().status == 200);
  }
  CHECK(SecondsSince(start) < 3);
  CHECK_FALSE(waiting.Ready());
  const Outcome outcome = waiting.Get();
  CHECK(outcome.Failed().kind() == Kind::kTimeout);
  CHECK_FALSE(outcome.Failed().sent());
  CHECK(SecondsSince(start) < 10);
}

TEST_CASE("the destructor does not wait for a name server") {
  NameServer names;
  std::vector<Running> running;
  steady_clock::time_point start;
  {
    Transport transport(Options{});
    for (int i = 0; i < 20; ++i) {
      running.emplace_back(transport, Get("dead" + std::to_string(i) + ".example", 80));
    }
    while (names.questions() == 0) std::this_thread::yield();
    start = steady_clock::now();
  }
  CHECK(SecondsSince(start) < 3);
  for (Running& one : running) CHECK(one.Get().Failed().kind() == Kind::kCancelled);
}

int main(int count, char** arguments) {
  if (!EnterOwnNetwork("nameserver 127.0.0.1\n")) {
    std::puts("SKIPPED: this machine does not allow a network namespace");
    return kSkip;
  }
  doctest::Context context(count, arguments);
  return context.run();
}
