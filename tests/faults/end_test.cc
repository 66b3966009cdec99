// SPDX-License-Identifier: Apache-2.0
// A Zendesk that never answers holds nobody up: not the one who cancels, not the deadline, not the
// end of the plugin object.
#include "bench.h"

using namespace faults;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

constexpr const char* kHang = R"({"method":"POST","times":0,"fault":"hang"})";

int64_t UnixMs() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void CheckCancelledAfterSending(const Result& result) {
  CHECK(result.status == TP_E_CANCELLED);
  CHECK(result.error_code == "cancelled");
  CHECK(result.retry == TP_RETRY_UNKNOWN_OUTCOME);
}

}  // namespace

TEST_SUITE_BEGIN("end");

TEST_CASE("cancel ends a request that hangs") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  zendesk.Fault(kHang);
  auto operations = connection->Submit({CreateTicket(), CreateTicket()});
  zendesk.WaitForRequests("2");
  const auto start = steady_clock::now();
  CHECK(bench.instance().Cancel(operations[0].id()));
  CheckCancelledAfterSending(operations[0].Wait());
  CHECK(SecondsSince(start) < 2);
  CHECK_FALSE(operations[1].IsComplete());
  CHECK_FALSE(bench.instance().Cancel(operations[0].id()));
  CHECK(bench.instance().Cancel(operations[1].id()));
  CheckCancelledAfterSending(operations[1].Wait());
}

TEST_CASE("the end of connection and plugin object ends what hangs") {
  Zendesk zendesk;
  Bench bench;
  auto connection = bench.Open(zendesk.url());
  zendesk.Fault(kHang);
  auto operations = connection->Submit({CreateTicket(), CreateTicket(), CreateTicket()});
  zendesk.WaitForRequests("3");
  const auto start = steady_clock::now();
  bench.Release();
  connection.reset();
  CHECK(SecondsSince(start) < 5);
  for (Operation& operation : operations) {
    REQUIRE(operation.IsComplete());
    CheckCancelledAfterSending(operation.Wait());
  }
}

TEST_CASE("another connection of the object is not disturbed") {
  Zendesk zendesk;
  Bench bench;
  auto hanging = bench.Open(zendesk.url());
  const auto healthy = bench.Open(zendesk.url());
  zendesk.Fault(R"({"method":"POST","times":1,"fault":"hang"})");
  auto operations = hanging->Submit({CreateTicket()});
  zendesk.WaitForRequests("1");
  CHECK(healthy->Execute(CreateTicket()).status == TP_OK);
  hanging.reset();
  CheckCancelledAfterSending(operations[0].Wait());
  CHECK(healthy->Execute(CreateTicket()).status == TP_OK);
}

TEST_CASE("the deadline is kept") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  zendesk.Fault(kHang);
  task_host::TaskRequest request = CreateTicket();
  request.deadline_unix_ms = UnixMs() + 500;
  const auto start = steady_clock::now();
  const Result result = connection->Execute(request);
  CHECK(SecondsSince(start) > 0.3);
  CHECK(SecondsSince(start) < 2);
  CHECK(result.status == TP_E_TIMEOUT);
  CHECK(result.error_code == "timeout");
  CHECK(result.retry == TP_RETRY_UNKNOWN_OUTCOME);
  CHECK(zendesk.Requests() == "1");
}

TEST_CASE("a deadline that has passed sends nothing") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  task_host::TaskRequest request = CreateTicket();
  request.deadline_unix_ms = UnixMs() - 1;
  const Result result = connection->Execute(request);
  CHECK(result.status == TP_E_TIMEOUT);
  CHECK(result.retry == TP_RETRY_SAFE);
  CHECK(zendesk.Requests() == "0");
}

TEST_SUITE_END();
