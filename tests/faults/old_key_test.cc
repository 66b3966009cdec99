// SPDX-License-Identifier: Apache-2.0
// A creation that was first tried so long ago that Zendesk may have forgotten its key.
#include <chrono>

#include "bench.h"

namespace {

using faults::Bench;
using faults::Zendesk;
using task_host::Result;
using task_host::TaskRequest;

std::int64_t MinutesAgo(int minutes) {
  using namespace std::chrono;  // NOLINT(google-build-using-namespace)
  const auto then = system_clock::now().time_since_epoch() - std::chrono::minutes(minutes);
  return duration_cast<milliseconds>(then).count();
}

TaskRequest Create(const std::string& input_json, int first_tried_minutes_ago) {
  TaskRequest request = faults::CreateTicket();
  request.input_json = input_json;
  request.idempotency_key = "work-1";
  request.attempt = 2;
  request.first_attempt_unix_ms = MinutesAgo(first_tried_minutes_ago);
  return request;
}

constexpr const char* kNamed = R"({"comment_body":"Help me.","external_id":"crm-7"})";

}  // namespace

TEST_SUITE("old_key") {
  TEST_CASE("a key of the last hours is relied upon") {
    Zendesk zendesk;
    Bench bench;
    const auto connection = bench.Open(zendesk.url());
    const Result result = connection->Execute(Create(R"({"comment_body":"Help me."})", 100));
    CHECK(result.status == TP_OK);
    CHECK(zendesk.Requests() == "1");
    CHECK(zendesk.Of(0, "method") == "\"POST\"");
  }

  TEST_CASE("a key does not tell what a job may have created, but the external id does") {
    Zendesk zendesk;
    Bench bench;
    const auto connection = bench.Open(zendesk.url());
    const Result made = connection->Execute(Create(kNamed, 100));
    CHECK(made.status == TP_OK);
    CHECK(zendesk.Requests() == "3");
    CHECK(zendesk.Of(0, "path") == "\"/api/v2/job_statuses\"");
    CHECK(zendesk.Of(1, "method") == "\"GET\"");
    CHECK(zendesk.Of(2, "method") == "\"POST\"");
    // No job has created this one, so Zendesk is asked to, and knows the key.
    const Result again = connection->Execute(Create(kNamed, 100));
    CHECK(again.status == TP_OK);
    CHECK(again.warnings_json.find("\"ticket_found\"") == std::string::npos);
    CHECK(zendesk.Commits() == "1");
  }

  TEST_CASE("an older one is not, and the external id tells what there is") {
    Zendesk zendesk;
    Bench bench;
    const auto connection = bench.Open(zendesk.url());
    const Result made = connection->Execute(Create(kNamed, 115));
    REQUIRE(made.status == TP_OK);
    CHECK(zendesk.Commits() == "1");
    const Result found = connection->Execute(Create(kNamed, 115));
    REQUIRE(found.status == TP_OK);
    CHECK(zendesk.Commits() == "1");
    CHECK(task_host::Json::ParseReported(found.output_json).Find("id")->Integer() ==
          task_host::Json::ParseReported(made.output_json).Find("id")->Integer());
    CHECK(found.warnings_json.find("\"ticket_found\"") != std::string::npos);
  }

  TEST_CASE("without an external id nobody can tell, and nothing is sent") {
    Zendesk zendesk;
    Bench bench;
    const auto connection = bench.Open(zendesk.url());
    const Result result = connection->Execute(Create(R"({"comment_body":"Help me."})", 115));
    CHECK(result.error_code == "zendesk.outcome_unknown");
    CHECK(result.retry == TP_RETRY_UNKNOWN_OUTCOME);
    CHECK(zendesk.Requests() == "0");
  }

  TEST_CASE("several tickets with the external id are told, and nothing is written") {
    Zendesk zendesk;
    Bench bench;
    const auto connection = bench.Open(zendesk.url());
    for (int i = 0; i < 2; ++i) {
      TaskRequest request = faults::CreateTicket();
      request.input_json = kNamed;
      REQUIRE(connection->Execute(request).status == TP_OK);
    }
    const Result result = connection->Execute(Create(kNamed, 115));
    CHECK(result.error_code == "zendesk.outcome_unknown");
    CHECK(result.error_message.find("5, 4") != std::string::npos);
    CHECK(result.error_details_json.find("\"/external_id\"") != std::string::npos);
    CHECK(zendesk.Commits() == "2");
  }
}
