// SPDX-License-Identifier: Apache-2.0
// A write goes out once, and when its answer is missing the result says so.
#include "bench.h"

using namespace faults;  // NOLINT(google-build-using-namespace): the suite's own helpers

namespace {

void CheckUnknown(const Result& result) {
  CHECK(result.status == TP_E_UNAVAILABLE);
  CHECK(result.error_code == "transport.no_answer");
  CHECK(result.retry == TP_RETRY_UNKNOWN_OUTCOME);
  CHECK(result.http_status == 0);
}

}  // namespace

TEST_SUITE_BEGIN("once");

TEST_CASE("a used connection that dies after the commit: one ticket, and no answer") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  REQUIRE(connection->Execute(CreateTicket()).status == TP_OK);
  zendesk.Fault(
      R"({"method":"POST","path":"/api/v2/tickets","times":0,"fault":"cut_after_commit"})");
  CheckUnknown(connection->Execute(CreateTicket()));
  CHECK(zendesk.Commits() == "2");
  CHECK(zendesk.Requests() == "2");
  CHECK(zendesk.Of(1, "reused") == "true");
  CHECK(zendesk.Of(1, "connection") == zendesk.Of(0, "connection"));
  zendesk.ClearFaults();
  CHECK(connection->Execute(CreateTicket()).status == TP_OK);
  CHECK(zendesk.Of(2, "reused") == "false");
  CHECK(zendesk.Commits() == "3");
}

TEST_CASE("the same before the commit, where nobody can know better") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  REQUIRE(connection->Execute(CreateTicket()).status == TP_OK);
  zendesk.Fault(R"({"method":"POST","times":0,"fault":"cut_before_commit"})");
  CheckUnknown(connection->Execute(CreateTicket()));
  CHECK(zendesk.Commits() == "1");
  CHECK(zendesk.Requests() == "2");
  CHECK(zendesk.Of(1, "reused") == "true");
}

TEST_CASE("a change with a comment is looked for in the ticket's history, and not sent again") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  zendesk.Fault(R"({"method":"PUT","times":0,"fault":"cut_after_commit"})");
  task_host::TaskRequest request;
  request.task_type = "zendesk.update_ticket";
  request.input_json = R"({"ticket_id":1,"additional_tags":["x"],"comment_body":"Once."})";
  const task_host::Result result = connection->Execute(request);
  CHECK(result.ok());
  CHECK(result.warnings_json.find("update_found") != std::string::npos);
  CHECK(zendesk.Commits() == "1");
  CHECK(zendesk.Requests() == "4");  // the ticket, the change, the history, the ticket
  CHECK(zendesk.Of(1, "method") == "\"PUT\"");
  CHECK(zendesk.Of(1, "reused") == "true");
}

TEST_CASE("many at once on dying connections: at most one each, and every one has its result") {
  Zendesk zendesk;
  Bench bench;
  const auto connection = bench.Open(zendesk.url());
  zendesk.Fault(R"({"method":"POST","times":20,"fault":"cut_after_commit"})");
  const std::vector<task_host::TaskRequest> requests(50, CreateTicket());
  int good = 0;
  int unknown = 0;
  for (Operation& operation : connection->Submit(requests)) {
    const Result result = operation.Wait();
    if (result.status == TP_OK) {
      ++good;
    } else {
      CheckUnknown(result);
      ++unknown;
    }
  }
  CHECK(good == 30);
  CHECK(unknown == 20);
  CHECK(zendesk.Commits() == "50");
  CHECK(zendesk.Requests() == "50");
}

TEST_SUITE_END();
