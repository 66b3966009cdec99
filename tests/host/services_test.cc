// SPDX-License-Identifier: Apache-2.0
// The services that plugins get: log, clock, secrets.
#include <doctest/doctest.h>

#include <future>
#include <thread>

#include "host/services.h"
#include "host/text.h"

using task_host::Borrow;
using task_host::HostServices;

namespace {

template <typename Table>
const Table& Service(const HostServices& services, const char* id) {
  const tp_host& host = services.table();
  const void* table = host.get_service(host.ctx, Borrow(id));
  REQUIRE(table != nullptr);
  return *static_cast<const Table*>(table);
}

}  // namespace

TEST_CASE("the same service is the same table, and unknown ones are not there") {
  HostServices services("host", "2", TP_LOG_INFO, {});
  const tp_host& host = services.table();
  CHECK(host.struct_size == sizeof(tp_host));
  CHECK(host.abi_major == TP_ABI_MAJOR);
  CHECK(task_host::View(host.name) == "host");
  for (const std::string& id : services.Offered()) {
    CHECK(host.get_service(host.ctx, Borrow(id)) != nullptr);
    CHECK(host.get_service(host.ctx, Borrow(id)) == host.get_service(host.ctx, Borrow(id)));
  }
  for (const char* id : {TP_SVC_TOKENS, "tp.blob/2", "tp.log/2", ""}) {
    CHECK(host.get_service(host.ctx, Borrow(id)) == nullptr);
  }
}

TEST_CASE("the log keeps to its level and masks secrets") {
  std::string lines;
  HostServices services("host", "2", TP_LOG_WARN,
                        [&](std::int32_t level, std::string_view text, std::string_view fields) {
                          lines += std::string(task_host::LogLevelName(level)) + "|" +
                                   std::string(text) + "|" + std::string(fields) + "\n";
                        });
  const tp_host& host = services.table();
  const auto& log = Service<tp_svc_log>(services, TP_SVC_LOG);
  const auto& secret = Service<tp_svc_secret>(services, TP_SVC_SECRET);
  CHECK(log.enabled(host.ctx, TP_LOG_INFO) == 0);
  CHECK(log.enabled(host.ctx, TP_LOG_WARN) != 0);
  const std::string key = "pa\"ss";
  for (const std::string& text : {key, std::string("pa"), std::string("pa\"ss-longer")}) {
    secret.redact(host.ctx, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  }
  secret.redact(host.ctx, nullptr, 0);
  log.write(host.ctx, TP_LOG_INFO, Borrow("dropped"), Borrow(""));
  log.write(host.ctx, TP_LOG_WARN, Borrow("a pa\"ss-longer b"), Borrow("{\"k\":\"pa\\\"ss\"}"));
  log.write(host.ctx, TP_LOG_ERROR, Borrow("caf\xE9"), Borrow("no json"));
  CHECK(lines == "warn|a *** b|{\"k\":\"***\"}\nerror|caf\xEF\xBF\xBD|\n");
}

TEST_CASE("the clock wakes at its time and never before") {
  HostServices services("host", "2", TP_LOG_WARN, {});
  const tp_host& host = services.table();
  const auto& clock = Service<tp_svc_clock>(services, TP_SVC_CLOCK);
  CHECK(clock.unix_ms(host.ctx) > 1'600'000'000'000);
  struct Woken {
    const tp_svc_clock& clock;
    tp_host_ctx* ctx;
    std::promise<std::int64_t> at;
  };
  const auto wake = [](void* user) {
    auto* woken = static_cast<Woken*>(user);
    woken->at.set_value(woken->clock.monotonic_ns(woken->ctx));
  };
  Woken late{clock, host.ctx, {}};
  Woken early{clock, host.ctx, {}};
  const std::int64_t now = clock.monotonic_ns(host.ctx);
  CHECK(clock.wait_until(host.ctx, now + 30'000'000, wake, &late) != 0);
  const std::uint64_t token = clock.wait_until(host.ctx, now - 1, wake, &early);
  CHECK(token != 0);
  const std::int64_t early_at = early.at.get_future().get();
  const std::int64_t late_at = late.at.get_future().get();
  CHECK(late_at >= now + 30'000'000);
  CHECK(early_at <= late_at);
  CHECK(clock.cancel_wait(host.ctx, token) == TP_E_NOT_FOUND);
}

TEST_CASE("a cancelled wait never wakes, and the rest is dropped at the end") {
  int woken = 0;
  {
    HostServices services("host", "2", TP_LOG_WARN, {});
    const tp_host& host = services.table();
    const auto& clock = Service<tp_svc_clock>(services, TP_SVC_CLOCK);
    const auto wake = [](void* user) { ++*static_cast<int*>(user); };
    const std::int64_t hour = clock.monotonic_ns(host.ctx) + 3'600'000'000'000;
    const std::uint64_t token = clock.wait_until(host.ctx, hour, wake, &woken);
    CHECK(clock.cancel_wait(host.ctx, token) == TP_OK);
    CHECK(clock.cancel_wait(host.ctx, token) == TP_E_NOT_FOUND);
    clock.wait_until(host.ctx, hour, wake, &woken);
  }
  CHECK(woken == 0);
}
