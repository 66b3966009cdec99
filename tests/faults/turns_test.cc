// SPDX-License-Identifier: Apache-2.0
// Tasks that write the same profile at the same time: none undoes what another has written.
#include <string>
#include <vector>

#include "bench.h"

using namespace faults;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

task_host::TaskRequest CreateProfile(const std::string& email, const std::string& attribute) {
  task_host::TaskRequest request;
  request.task_type = "zendesk.create_profile";
  request.input_json = R"({"source":"s","type":"t","email":")" + email + R"(","attributes":{")" +
                       attribute + R"(":1}})";
  return request;
}

int CountRequests(Zendesk& zendesk, const std::string& method) {
  int count = 0;
  for (int i = 0; i < std::stoi(zendesk.Requests()); ++i) {
    if (zendesk.Of(i, "method") == "\"" + method + "\"") ++count;
  }
  return count;
}

}  // namespace

TEST_SUITE_BEGIN("turns");

TEST_CASE("one makes the profile, and the others add to it") {
  constexpr int kTasks = 20;
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  const auto other_connection = bench.Open(zendesk.url());
  // Every look takes its time, so that without turns all would look before any writes.
  zendesk.Fault(
      R"({"method":"PATCH","path":"/api/v2/user_profiles","times":0,"fault":"delay","ms":20})");
  std::vector<Operation> operations;
  for (int i = 0; i < kTasks; ++i) {
    const auto& one = i % 2 == 0 ? connection : other_connection;
    for (Operation& operation : one->Submit(
             {CreateProfile(i % 3 == 0 ? "A@x.org" : "a@x.org", "k" + std::to_string(i))})) {
      operations.push_back(std::move(operation));
    }
  }
  int created = 0;
  for (Operation& operation : operations) {
    const Result result = operation.Wait();
    REQUIRE(result.status == TP_OK);
    CHECK(result.warnings_json.empty());
    if (result.output_json.find(R"("created":true)") != std::string::npos) ++created;
  }
  CHECK(created == 1);
  CHECK(CountRequests(zendesk, "PATCH") == kTasks);
  CHECK(CountRequests(zendesk, "PUT") == 1);
  const Result result = connection->Execute(CreateProfile("a@x.org", "last"));
  for (int i = 0; i < kTasks; ++i) {
    CHECK(result.output_json.find("\"k" + std::to_string(i) + "\":1") != std::string::npos);
  }
}

TEST_CASE("other profiles do not wait") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  zendesk.Fault(R"({"method":"PATCH","times":1,"fault":"hang"})");
  auto hanging = connection->Submit({CreateProfile("a@x.org", "k")});
  zendesk.WaitForRequests("1");
  auto waiting = connection->Submit({CreateProfile("a@x.org", "k")});
  CHECK(connection->Execute(CreateProfile("b@x.org", "k")).status == TP_OK);
  CHECK_FALSE(waiting[0].IsComplete());
  CHECK(zendesk.Requests() == "3");  // the one that waits has sent nothing

  CHECK(bench.instance().Cancel(hanging[0].id()));
  CHECK(hanging[0].Wait().status == TP_E_CANCELLED);
  CHECK(waiting[0].Wait().status == TP_OK);
}

TEST_CASE("other profiles do not wait for hundreds that wait for one") {
  constexpr std::size_t kHundreds = 600;
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  zendesk.Fault(R"({"method":"PATCH","times":1,"fault":"hang"})");
  auto waiting = connection->Submit(
      std::vector<task_host::TaskRequest>(kHundreds, CreateProfile("a@x.org", "k")));
  zendesk.WaitForRequests("1");
  CHECK(connection->Execute(CreateProfile("b@x.org", "k")).status == TP_OK);
  for (const Operation& operation : waiting) CHECK_FALSE(operation.IsComplete());
  for (Operation& operation : waiting) bench.instance().Cancel(operation.id());
  for (Operation& operation : waiting) operation.Wait();
}

TEST_CASE("who waits can be cancelled, and has done nothing") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  zendesk.Fault(R"({"method":"PATCH","times":1,"fault":"hang"})");
  auto hanging = connection->Submit({CreateProfile("a@x.org", "k")});
  zendesk.WaitForRequests("1");
  auto waiting = connection->Submit({CreateProfile("a@x.org", "k")});
  CHECK(bench.instance().Cancel(waiting[0].id()));
  const Result result = waiting[0].Wait();
  CHECK(result.status == TP_E_CANCELLED);
  CHECK(result.error_code == "cancelled");
  CHECK(result.retry == TP_RETRY_SAFE);
  CHECK(zendesk.Requests() == "1");
  CHECK(bench.instance().Cancel(hanging[0].id()));
  CHECK(hanging[0].Wait().status == TP_E_CANCELLED);
}

TEST_CASE("the end of connection and plugin object ends those that wait") {
  Zendesk zendesk;
  Bench bench;
  auto connection = bench.Open(zendesk.url());
  zendesk.Fault(R"({"method":"PATCH","times":1,"fault":"hang"})");
  auto operations =
      connection->Submit({CreateProfile("a@x.org", "k"), CreateProfile("a@x.org", "k"),
                          CreateProfile("a@x.org", "k")});
  zendesk.WaitForRequests("1");
  bench.Release();
  connection.reset();
  for (Operation& operation : operations) CHECK(operation.Wait().status == TP_E_CANCELLED);
  CHECK(zendesk.Requests() == "1");
}

TEST_SUITE_END();
