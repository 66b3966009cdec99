// SPDX-License-Identifier: Apache-2.0
// The environment steers nothing, and the log tells what is needed and no more. CTest runs the
// first suite with variables that would break it; see CMakeLists.txt.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "client.h"
#include "identity.h"
#include "server.h"

using namespace test;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

using zendesk::transport::Level;

class Lines : public zendesk::transport::Log {
 public:
  bool Enabled(Level) noexcept override { return true; }
  void Write(Level level, std::string_view message, std::string_view fields) noexcept override {
    const std::lock_guard lock(mutex_);
    lines_.emplace_back((level == Level::kTrace ? "TRACE " : "DEBUG ") + std::string(message) +
                        " " + std::string(fields));
  }
  std::vector<std::string> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(lines_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

TEST_SUITE_BEGIN("environment");

TEST_CASE("neither proxies, key logs nor configuration come from the environment") {
  REQUIRE(Environment("http_proxy") == "http://127.0.0.1:1");
  REQUIRE(Environment("HTTPS_PROXY") == "http://127.0.0.1:1");
  REQUIRE(Environment("ALL_PROXY") == "http://127.0.0.1:1");
  // With this file OpenSSL agrees on no version of TLS.
  REQUIRE(std::filesystem::exists(Environment("OPENSSL_CONF")));
  const std::string key_log = Environment("SSLKEYLOGFILE");
  REQUIRE(!key_log.empty());
  std::filesystem::remove(key_log);
  std::filesystem::create_directories(std::filesystem::path(key_log).parent_path());

  // The transport starts OpenSSL before the test's own server could.
  Server plain(AnswerAll);
  Transport first(Options{});
  CHECK(Send(first, Request(Method::kGet, plain.Url())).Answer().status == 200);

  const Identity identity;
  Server server(AnswerAll, identity.context());
  Options options;
  options.ca_file = identity.ca_file();
  Transport transport(options);
  CHECK(Send(transport, Request(Method::kGet, server.Url())).Answer().status == 200);
  CHECK_FALSE(std::filesystem::exists(key_log));
}

TEST_SUITE_END();

TEST_SUITE_BEGIN("log");

TEST_CASE("the first line tells whose TLS library is at work") {
  const auto lines = std::make_shared<Lines>();
  Options options;
  options.log = lines;
  Transport transport(options);
  Server server(AnswerAll);
  CHECK(Send(transport, Request(Method::kGet, server.Url())).Answer().status == 200);
  const std::vector<std::string> all = lines->Take();
  REQUIRE(all.size() == 2);
  CHECK(Contains(all[0], R"(TRACE HTTP starts {"tls_library":"OpenSSL 3.0.)"));
  CHECK(Contains(all[0], R"("tls_library_file":"transport_test")"));
  CHECK(Contains(all[0], R"("own":true})"));
}

TEST_CASE("each exchange is one line, without query, header or body") {
  const auto lines = std::make_shared<Lines>();
  Options options;
  options.log = lines;
  Transport transport(options);
  Server server([](Connection& connection) {
    while (const auto request = connection.Read()) {
      if (request->target == "/end" || !connection.Answer(200, "answer-secret")) return;
    }
  });
  const auto post = [&server](const std::string& path) {
    Request request(Method::kPost, server.Url(path));
    request.headers = {"Authorization: Bearer header-secret"};
    request.body = "body-secret";
    return request;
  };
  const std::string place = R"("host":"127.0.0.1:)" + std::to_string(server.port()) + R"(",)";
  Send(transport, post("/first?query-secret"));
  Send(transport, post("/second"));
  Send(transport, post("/end"));
  const std::vector<std::string> all = lines->Take();
  REQUIRE(all.size() == 4);
  CHECK(Contains(all[1], R"(DEBUG HTTP exchange {"method":"POST",)" + place +
                             R"("path":"/first","status":200,"ms":)"));
  CHECK(Contains(all[1], R"("sent_bytes":11,"received_bytes":13,"reused":false,"http":"1.1"})"));
  CHECK(Contains(all[2], R"("reused":true)"));
  CHECK(Contains(all[3], R"("path":"/end","failure":"no_answer","sent":true,)"));
  for (const std::string& line : all) CHECK_FALSE(Contains(line, "secret"));
}

TEST_SUITE_END();
