// SPDX-License-Identifier: Apache-2.0
// Job statuses in the forms that Zendesk sends, and when to look at a job.
#include "plugin/zendesk/job.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using std::chrono::milliseconds;
using zendesk::Job;
using zendesk::JobPace;
using zendesk::JobResult;
using zendesk::Message;
using zendesk::Problem;
using zendesk::ProblemOfJobResult;
using zendesk::ReadJob;

Job Read(std::string_view body) {
  Job job;
  std::optional<Message> complaint;
  REQUIRE(ReadJob(body, job, complaint));
  CHECK_FALSE(complaint);
  return job;
}

JobResult Failed(std::string error, std::string details) {
  JobResult result;
  result.has_failed = true;
  result.error = std::move(error);
  result.details = std::move(details);
  return result;
}

}  // namespace

TEST_SUITE_BEGIN("job");

TEST_CASE("a job on its way") {
  Job job = Read(R"({"job_status":{"id":"V3-1","total":50,"progress":null,"status":"queued",
      "message":null,"results":null}})");
  CHECK(job.id == "V3-1");
  CHECK(job.state == Job::State::kOpen);
  CHECK(job.total == 50);
  CHECK(job.progress == 0);
  job = Read(R"({"job_status":{"id":"V3-1","total":50,"progress":38,"status":"working"}})");
  CHECK(job.progress == 38);
  CHECK(job.state == Job::State::kOpen);
}

TEST_CASE("how a job ends") {
  CHECK(Read(R"({"job_status":{"id":"V3-1","status":"failed"}})").state == Job::State::kEndedEarly);
  CHECK(Read(R"({"job_status":{"id":"V3-1","status":"killed"}})").state == Job::State::kEndedEarly);
  CHECK(Read(R"({"job_status":{"id":"V3-1","status":"pondering"}})").state == Job::State::kOpen);
  const Job job = Read(R"({"job_status":{"id":"V3-1","status":"completed","results":[
      {"index":1,"id":9007199254740993,"account_id":5},
      {"id":7,"action":"update","success":true,"status":"Updated"}, null,
      {"index":0,"id":"01GD","action":"update","success":false,"error":"UpdateConflict",
       "details":"Too late"},
      {"index":2,"success":false}]}})");
  CHECK(job.state == Job::State::kCompleted);
  REQUIRE(job.results.size() == 4);
  CHECK(job.results[0].index == 1);
  CHECK(job.results[0].id == "9007199254740993");
  CHECK_FALSE(job.results[0].has_failed);
  CHECK_FALSE(job.results[1].index.has_value());
  CHECK(job.results[1].id == "7");
  CHECK(job.results[2].id == "01GD");
  CHECK(job.results[2].has_failed);
  CHECK(job.results[2].error == "UpdateConflict");
  CHECK(job.results[2].details == "Too late");
  CHECK(job.results[3].has_failed);
  CHECK(Read(R"({"job_status":{"id":"V3-1","status":"completed","results":{"success":true}}})")
            .results.empty());
}

TEST_CASE("the jobs that are on their way") {
  std::vector<zendesk::OpenJob> open;
  std::optional<Message> complaint;
  CHECK(zendesk::ReadOpenJobs(R"({"job_statuses":[{"id":"1","status":"completed"}, null,
      {"id":"2","status":"queued","job_type":"Bulk Create Ticket"},{"id":"3","status":"working"},
      {"id":"4","status":"failed"}]})",
                              open, complaint));
  REQUIRE(open.size() == 2);
  CHECK(open[0].type == "Bulk Create Ticket");
  CHECK(open[1].type.empty());
  CHECK_FALSE(zendesk::ReadOpenJobs("{}", open, complaint));
}

TEST_CASE("what is no job status") {
  for (const char* body : {"", "[]", "{}", R"({"job_status":null})", R"({"job_status":{}})",
                           R"({"job_status":{"id":[5]}})"}) {
    CAPTURE(body);
    Job job;
    std::optional<Message> complaint;
    CHECK_FALSE(ReadJob(body, job, complaint));
    REQUIRE(complaint);
    CHECK(complaint->InEnglish() == "It holds no status of a job.");
  }
}

TEST_CASE("why an item has failed") {
  Problem problem = ProblemOfJobResult(Failed("RecordNotFound", "Not found"));
  CHECK(problem.code == "zendesk.not_found");
  CHECK(problem.retry == Problem::Retry::kNever);
  problem = ProblemOfJobResult(Failed("UpdateConflict", ""));
  CHECK(problem.code == "zendesk.conflict");
  CHECK(problem.retry == Problem::Retry::kSafe);
  problem = ProblemOfJobResult(Failed("RecordInvalid", "Assignee is invalid"));
  CHECK(problem.code == "zendesk.validation_failed");
  REQUIRE(problem.fields.size() == 1);
  CHECK(problem.fields[0].description == "Assignee is invalid");
  problem = ProblemOfJobResult(Failed("RecordInvalid", "Requester: Ada is suspended."));
  CHECK(problem.code == "zendesk.requester_suspended");
  problem = ProblemOfJobResult(Failed("InternalServerError", "Oops"));
  CHECK(problem.retry == Problem::Retry::kUnknownOutcome);
  problem = ProblemOfJobResult(Failed("PermissionDenied", "No"));
  CHECK(problem.code == "zendesk.permission_denied");
}

TEST_CASE("all that is wrong with an item stands in one text") {
  const auto sentences = [](const char* details) {
    std::vector<std::string> descriptions;
    for (const auto& field : ProblemOfJobResult(Failed("RecordInvalid", details)).fields)
      descriptions.push_back(field.description);
    return descriptions;
  };
  using Sentences = std::vector<std::string>;
  CHECK(sentences("Group: is invalid, Order number: is not a number") ==
        Sentences{"Group: is invalid", "Order number: is not a number"});
  CHECK(sentences("Name: is invalid (letters only, without spaces), \u00C9tat: is invalid") ==
        Sentences{"Name: is invalid (letters only, without spaces)", "\u00C9tat: is invalid"});
  CHECK(sentences("Requester: Name:  is too short, by far") ==
        Sentences{"Requester: Name:  is too short, by far"});
  CHECK(sentences("Too late, Sir") == Sentences{"Too late, Sir"});
  CHECK(sentences(", ") == Sentences{", "});
}

TEST_CASE("the first look comes when the job should be done, the next by how far it was") {
  JobPace::PerItem per_item = JobPace::kGuess;
  JobPace pace(100, per_item);
  Job job;
  job.total = 100;
  CHECK(pace.NextWait(job, milliseconds(0)) == milliseconds(250 + 2000));
  job.progress = 25;
  CHECK(pace.NextWait(job, milliseconds(2500)) == milliseconds(7500));
  // What one job has shown, the next one knows, as a middle.
  pace.Learn(milliseconds(250 + 10'000));
  CHECK(per_item.count() == doctest::Approx(60));
  JobPace next(10, per_item);
  CHECK(next.NextWait(Job(), milliseconds(0)) == milliseconds(250 + 600));
}

TEST_CASE("one job that had to wait does not make the others slow for long") {
  JobPace::PerItem per_item = JobPace::kGuess;
  JobPace slow(2, per_item);
  slow.NextWait(Job(), milliseconds(0));
  slow.NextWait(Job(), milliseconds(300));
  slow.Learn(milliseconds(3'600'000));
  CHECK(per_item <= JobPace::PerItem(200));
  for (int i = 0; i < 30; ++i) {
    JobPace quick(2, per_item);
    quick.NextWait(Job(), milliseconds(0));
    quick.Learn(milliseconds(300));
  }
  CHECK(per_item == JobPace::kGuess);
}

TEST_CASE("a job that does not begin is looked at less and less often") {
  JobPace::PerItem per_item = JobPace::kGuess;
  JobPace pace(2, per_item);
  milliseconds before(0);
  for (int look = 0; look < 12; ++look) {
    const milliseconds wait = pace.NextWait(Job(), milliseconds(0));
    CHECK(wait >= before);
    CHECK(wait <= milliseconds(20'000));
    before = wait;
  }
  CHECK(before == milliseconds(20'000));
}

TEST_SUITE_END();
