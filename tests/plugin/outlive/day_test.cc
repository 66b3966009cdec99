// SPDX-License-Identifier: Apache-2.0
// A day in a few seconds: the plugin and a sandbox in this process, both on a clock of the test's.
#include <doctest/doctest.h>

#include <atomic>
#include <random>

#include "abi_host.h"
#include "server.h"
#include "tests/host/toy_folder.h"
#include "tests/sandbox/oauth_desk.h"

namespace {

using sandbox::Seconds;
using task_host::FileTokenStore;

constexpr int kMinutes = 24 * 60;
// Of 1800 seconds, less the minute ahead of the end.
constexpr int kMinutesOfToken = 29;
constexpr int kRenewals = (kMinutes + kMinutesOfToken - 1) / kMinutesOfToken;

// What time it is, and what the host's wall clock says.
std::atomic<std::int64_t> true_ms{0};
std::atomic<std::int64_t> wall_error_ms{0};

std::int64_t TP_CALL UnixMs(tp_host_ctx*) {
  return true_ms + wall_error_ms;
}
std::int64_t TP_CALL MonotonicNs(tp_host_ctx*) {
  return true_ms * 1'000'000;
}
std::uint64_t TP_CALL WaitUntil(tp_host_ctx*, std::int64_t, void(TP_CALL*)(void*), void*) {
  return 0;
}
tp_status TP_CALL CancelWait(tp_host_ctx*, std::uint64_t) {
  return TP_E_NOT_FOUND;
}
constexpr tp_svc_clock kClock = {sizeof(tp_svc_clock), 0,          &UnixMs,
                                 &MonotonicNs,         &WaitUntil, &CancelWait};

// The sandbox, and how often it was asked for tokens, and refused one.
class CountingZendesk final : public sandbox::Service {
 public:
  sandbox::Reply handle(sandbox::Request request) override {
    const bool is_for_tokens = request.target == "/oauth/tokens";
    sandbox::Reply reply = desk.application.handle(std::move(request));
    if (is_for_tokens) ++asked;
    if (reply.response.status == 401) ++refused;
    return reply;
  }
  sandbox::Response refuse(int status) override { return desk.application.refuse(status); }
  bool refuses_handshake() override { return desk.application.refuses_handshake(); }
  std::uint64_t changes() const override { return desk.application.changes(); }
  void connection_opened() override { desk.application.connection_opened(); }
  void connection_closed() override { desk.application.connection_closed(); }

  sandbox::OauthDesk desk;
  std::atomic<int> asked{0};
  std::atomic<int> refused{0};
};

enum class Wall { kTrue, kJumps };

struct Day {
  int failures = 0;
  int asked = 0;
  int refused = 0;
};

// A task each minute. The connection is opened anew each `reopen` minutes, as by a new process.
Day Live(const std::string& type, Wall wall, int reopen) {
  true_ms = 1'800'000'000'000;
  wall_error_ms = 0;
  CountingZendesk zendesk;
  sandbox::Server server(zendesk, {});
  server.start();
  const toy::TempDir dir;
  const auto services = std::make_shared<task_host::HostServices>(
      "day", "1", TP_LOG_ERROR, task_host::LogSink(),
      std::make_shared<FileTokenStore>(dir.path() / "tokens"));
  outlive::AbiHost host(services, &kClock, nullptr);
  const std::string refresh_token =
      sandbox::text_at(zendesk.desk.redeem(zendesk.desk.code("sandbox_app")), "/refresh_token");
  const auto connect = [&] {
    std::string credentials =
        type == outlive::kByCode
            ? "{" + std::string(sandbox::kApp) + R"(,"refresh_token":")" + refresh_token + "\"}"
            : "{" + std::string(sandbox::kService) + "}";
    return host.Connect(server.url(), type, credentials);
  };
  std::mt19937 random(24);
  Day day;
  tp_conn* connection = connect();
  for (int minute = 0; minute < kMinutes; ++minute) {
    if (minute != 0 && minute % reopen == 0) {
      host.Disconnect(connection);
      connection = connect();
    }
    if (wall == Wall::kJumps) {
      constexpr std::int64_t kHours = 7'200'000;
      wall_error_ms = std::uniform_int_distribution<std::int64_t>(-kHours, kHours)(random);
    }
    const task_host::Result result = host.Execute(connection, outlive::CreateTicket());
    if (!result.ok()) {
      ++day.failures;
      FAIL_CHECK(minute, result.error_message);
    }
    true_ms += 60'000;
    zendesk.desk.time = true_ms / 1000;
  }
  host.Disconnect(connection);
  day.asked = zendesk.asked;
  day.refused = zendesk.refused;
  return day;
}

}  // namespace

TEST_SUITE_BEGIN("day");

TEST_CASE("in 24 hours each token is renewed once, a minute before its end, and no task fails") {
  for (const char* type : {outlive::kByCode, outlive::kBySecret}) {
    for (const Wall wall : {Wall::kTrue, Wall::kJumps}) {
      CAPTURE(type);
      const Day day = Live(type, wall, kMinutes);
      CHECK(day.failures == 0);
      CHECK(day.asked == kRenewals);
      CHECK(day.refused == 0);
    }
  }
}

TEST_CASE("new processes go on with the tokens of the old ones") {
  for (const char* type : {outlive::kByCode, outlive::kBySecret}) {
    CAPTURE(type);
    const Day day = Live(type, Wall::kTrue, 7);
    CHECK(day.failures == 0);
    CHECK(day.asked == kRenewals);
    CHECK(day.refused == 0);
  }
}

TEST_CASE("new processes with wall clocks that jump may renew too often, but lose nothing") {
  for (const char* type : {outlive::kByCode, outlive::kBySecret}) {
    CAPTURE(type);
    const Day day = Live(type, Wall::kJumps, 7);
    CHECK(day.failures == 0);
    CHECK(day.asked >= kRenewals - 1);
  }
}

TEST_SUITE_END();
