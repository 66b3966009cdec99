// SPDX-License-Identifier: Apache-2.0
// HTTP/2 through nghttpx; CTest reports "skipped" where that is not installed.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "client.h"
#include "identity.h"
#include "made_body.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

constexpr int kSkip = 77;
constexpr char kNghttpx[] = "/usr/sbin/nghttpx";

// HTTP/2 over TLS in front of a plain server.
class Nghttpx {
 public:
  Nghttpx(const Identity& identity, int backend) {
    // Bound but not listening, this socket keeps the port for nghttpx.
    int port = 0;
    const int reserved = BindLoopback(false, &port);
    port_ = port;
    const std::string front = "--frontend=127.0.0.1," + std::to_string(port);
    const std::string back = "--backend=127.0.0.1," + std::to_string(backend);
    std::vector<std::string> words = {"nghttpx",
                                      front,
                                      back,
                                      "--conf=/dev/null",
                                      "--workers=1",
                                      "--errorlog-file=/dev/null",
                                      "--frontend-read-timeout=60s",
                                      identity.key_file(),
                                      identity.cert_file()};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    char* no_environment[] = {nullptr};
    REQUIRE(::posix_spawn(&process_, kNghttpx, nullptr, nullptr, arguments.data(),
                          no_environment) == 0);
    // It says nowhere that it is ready.
    int probe = -1;
    for (int i = 0; i < 1000 && (probe = ConnectLoopback(port_)) < 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    ::close(reserved);
    REQUIRE(probe >= 0);
    ::close(probe);
  }
  ~Nghttpx() { Kill(); }
  Nghttpx(const Nghttpx&) = delete;
  Nghttpx& operator=(const Nghttpx&) = delete;

  void Kill() {
    if (process_ <= 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = -1;
  }

  std::string Url(const std::string& path) const {
    return "https://127.0.0.1:" + std::to_string(port_) + path;
  }

 private:
  pid_t process_ = -1;
  int port_ = 0;
};

class Exchanges : public zendesk::transport::Log {
 public:
  bool Enabled(zendesk::transport::Level) noexcept override { return true; }
  void Write(zendesk::transport::Level, std::string_view,
             std::string_view fields) noexcept override {
    const std::lock_guard lock(mutex_);
    http2_ += fields.find(R"("http":"2")") != std::string_view::npos;
    opened_ += fields.find(R"("reused":false)") != std::string_view::npos;
  }
  int http2() const { return http2_; }
  int opened() const { return opened_; }

 private:
  std::mutex mutex_;
  std::atomic<int> http2_{0};
  std::atomic<int> opened_{0};
};

Request Write(const std::string& url) {
  Request request(Method::kPost, url);
  request.body = "{}";
  return request;
}

}  // namespace

TEST_CASE("many exchanges share one connection") {
  const Identity identity;
  Server server([](Connection& connection) {
    while (const auto request = connection.Read()) {
      if (!connection.Answer(200, request->method + request->body)) return;
    }
  });
  Nghttpx proxy(identity, server.port());
  const auto log = std::make_shared<Exchanges>();
  Options options;
  options.ca_file = identity.ca_file();
  options.log = log;
  Transport transport(options);
  std::vector<Running> running;
  for (int i = 0; i < 200; ++i) running.emplace_back(transport, Write(proxy.Url("/")));
  for (Running& one : running) CHECK(std::string_view(one.Get().Answer().body) == "POST{}");
  CHECK(log->http2() == 200);
  CHECK(log->opened() == 1);

  Request request(Method::kPatch, proxy.Url("/big"));
  request.body = std::string(3 << 20, 'x');
  const Outcome big = Send(transport, std::move(request));
  CHECK(big.Answer().body.size() == (3 << 20) + 5);
  const Outcome gone = Send(transport, Request(Method::kDelete, proxy.Url("/gone")));
  CHECK(std::string_view(gone.Answer().body) == "DELETE");
}

TEST_CASE("long bodies from sources share a connection") {
  const Identity identity;
  Server server(AnswerAll);
  Nghttpx proxy(identity, server.port());
  const auto log = std::make_shared<Exchanges>();
  Options options;
  options.ca_file = identity.ca_file();
  options.log = log;
  Transport transport(options);
  CHECK(Send(transport, Write(proxy.Url("/"))).Answer().status == 200);
  const auto body = std::make_shared<const MadeBody>((2 << 20) + 7);
  std::vector<Running> running;
  for (int i = 0; i < 8; ++i) {
    Request request(Method::kPost, proxy.Url("/long"));
    request.body_source = body;
    running.emplace_back(transport, std::move(request));
  }
  for (Running& one : running) CHECK(one.Get().Answer().status == 200);
  const std::string whole = body->Text();
  int arrived = 0;
  for (const ServerRequest& seen : server.requests()) {
    if (seen.target == "/long" && seen.body == whole) ++arrived;
  }
  CHECK(arrived == 8);
  CHECK(log->http2() == 9);
  CHECK(log->opened() == 1);
}

TEST_CASE("cancelling one exchange leaves the others on the connection alone") {
  const Identity identity;
  std::promise<void> arrived;
  Server server([&arrived](Connection& connection) {
    while (const auto request = connection.Read()) {
      if (request->target == "/silent") {
        arrived.set_value();
        connection.ReadToEnd();
        return;
      }
      if (!connection.Answer(200, "ok")) return;
    }
  });
  Nghttpx proxy(identity, server.port());
  const auto log = std::make_shared<Exchanges>();
  Options options;
  options.ca_file = identity.ca_file();
  options.log = log;
  Transport transport(options);
  CHECK(Send(transport, Write(proxy.Url("/"))).Answer().status == 200);
  Running silent(transport, Write(proxy.Url("/silent")));
  arrived.get_future().get();
  silent.handle().Cancel();
  const Outcome outcome = silent.Get();
  CHECK(outcome.Failed().kind() == Kind::kCancelled);
  CHECK(outcome.Failed().sent());
  for (int i = 0; i < 5; ++i) CHECK(Send(transport, Write(proxy.Url("/"))).Answer().status == 200);
  CHECK(log->opened() == 1);
}

TEST_CASE("writes on a connection that dies were sent, and are not sent again") {
  const Identity identity;
  std::atomic<int> arrived{0};
  std::promise<void> all;
  Server server([&](Connection& connection) {
    while (const auto request = connection.Read()) {
      if (request->target == "/warm") {
        if (!connection.Answer(200, "ok")) return;
        continue;
      }
      if (++arrived == 10) all.set_value();
      connection.ReadToEnd();
      return;
    }
  });
  Nghttpx proxy(identity, server.port());
  Options options;
  options.ca_file = identity.ca_file();
  Transport transport(options);
  CHECK(Send(transport, Write(proxy.Url("/warm"))).Answer().status == 200);
  std::vector<Running> running;
  for (int i = 0; i < 10; ++i) {
    Request request(i % 2 == 0 ? Method::kPost : Method::kDelete, proxy.Url("/write"));
    if (i % 2 == 0) request.body = "{}";
    running.emplace_back(transport, std::move(request));
  }
  all.get_future().get();
  proxy.Kill();
  for (Running& one : running) {
    const Outcome outcome = one.Get();
    CHECK(outcome.Failed().kind() == Kind::kNoAnswer);
    CHECK(outcome.Failed().sent());
  }
  CHECK(arrived == 10);
}

int main(int count, char** arguments) {
  if (::access(kNghttpx, X_OK) != 0) {
    std::puts("SKIPPED: nghttpx (Debian package nghttp2-proxy) is not installed");
    return kSkip;
  }
  doctest::Context context(count, arguments);
  return context.run();
}
