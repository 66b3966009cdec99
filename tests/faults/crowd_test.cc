// SPDX-License-Identifier: Apache-2.0
// Many tasks at once, of which nobody wants some any more: each ends once, with the truth.
#include <atomic>
#include <random>

#include "bench.h"

using namespace faults;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

constexpr std::size_t kCrowd = 1000;

// Every other one may travel in a job.
std::vector<task_host::TaskRequest> Crowd(std::size_t count = kCrowd) {
  std::vector<task_host::TaskRequest> requests(count, CreateTicket());
  for (std::size_t i = 0; i < count; i += 2) {
    requests[i].input_json =
        R"({"comment_body":"Help me.","external_id":"crowd-)" + std::to_string(i) + "\"}";
  }
  return requests;
}

std::vector<task_host::TaskRequest> Named(int count) {
  std::vector<task_host::TaskRequest> requests(count, CreateTicket());
  for (int i = 0; i < count; ++i) {
    requests[i].input_json =
        R"({"comment_body":"Help me.","external_id":"job-)" + std::to_string(i) + "\"}";
  }
  return requests;
}

constexpr const char* kHangingLook =
    R"({"method":"GET","path":"/api/v2/job_statuses/*","times":0,"fault":"hang"})";

}  // namespace

TEST_SUITE_BEGIN("crowd");

TEST_CASE("a thousand tasks, cancelled by chance, each end once") {
  std::vector<std::atomic<int>> ends(kCrowd);
  Zendesk zendesk;
  Bench bench;
  auto connection = bench.Open(zendesk.url());
  zendesk.Fault(R"({"method":"POST","every":5,"fault":"delay","ms":20})");
  auto operations = connection->Submit(Crowd(), [&ends](std::size_t index) { ++ends[index]; });
  std::vector<std::thread> cancellers;
  for (unsigned seed = 0; seed < 4; ++seed) {
    cancellers.emplace_back([&, seed] {
      std::minstd_rand chance(seed + 1);
      for (std::size_t i = 0; i < kCrowd / 4; ++i)
        bench.instance().Cancel(operations[chance() % kCrowd].id());
    });
  }
  for (std::thread& canceller : cancellers) canceller.join();
  std::size_t made = 0;
  for (Operation& operation : operations) {
    const Result result = operation.Wait();
    if (result.status == TP_OK) ++made;
    if (result.status != TP_OK) CHECK(result.status == TP_E_CANCELLED);
  }
  connection.reset();  // an end is told shortly after its result is there
  for (const std::atomic<int>& count : ends) CHECK(count == 1);
  CHECK(made > 0);
  CHECK(std::stoul(zendesk.Tickets()) >= made);
}

TEST_CASE("the end of the object ends a thousand that hang") {
  Zendesk zendesk;
  Bench bench;
  auto connection = bench.Open(zendesk.url());
  zendesk.Fault(R"({"times":0,"fault":"hang"})");
  auto operations = connection->Submit(Crowd());
  bench.Release();
  const auto start = steady_clock::now();
  connection.reset();
  CHECK(SecondsSince(start) < 5);
  for (Operation& operation : operations) {
    REQUIRE(operation.IsComplete());
    CHECK(operation.Wait().status == TP_E_CANCELLED);
  }
}

TEST_CASE("one of a job is cancelled, and the others go on") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  zendesk.Fault(kHangingLook);
  auto operations = connection->Submit(Named(3));
  zendesk.WaitForRequests("2");
  const auto start = steady_clock::now();
  CHECK(bench.instance().Cancel(operations[1].id()));
  bench.instance().Cancel(operations[1].id());
  const Result result = operations[1].Wait();
  CHECK(SecondsSince(start) < 2);
  CHECK(result.status == TP_E_CANCELLED);
  CHECK(result.retry == TP_RETRY_UNKNOWN_OUTCOME);
  CHECK(result.error_details_json.find(R"("job-1")") != std::string::npos);
  CHECK_FALSE(operations[0].IsComplete());
  CHECK_FALSE(operations[2].IsComplete());
  CHECK(bench.instance().Cancel(operations[0].id()));
  CHECK(operations[0].Wait().status == TP_E_CANCELLED);
  CHECK(bench.instance().Cancel(operations[2].id()));
  CHECK(operations[2].Wait().retry == TP_RETRY_UNKNOWN_OUTCOME);
  CHECK(SecondsSince(start) < 5);
}

TEST_CASE("the end of the connection ends a job's wait") {
  Zendesk zendesk;
  Bench bench;
  auto connection = bench.Open(zendesk.url());
  zendesk.Fault(kHangingLook);
  auto operations = connection->Submit(Named(3));
  zendesk.WaitForRequests("2");
  const auto start = steady_clock::now();
  connection.reset();
  CHECK(SecondsSince(start) < 5);
  for (Operation& operation : operations) {
    REQUIRE(operation.IsComplete());
    const Result result = operation.Wait();
    CHECK(result.status == TP_E_CANCELLED);
    CHECK(result.retry == TP_RETRY_UNKNOWN_OUTCOME);
  }
}

TEST_SUITE_END();
