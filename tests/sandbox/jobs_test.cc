// SPDX-License-Identifier: Apache-2.0
// Jobs over tickets: how they go on with the clock, what they tell, and how they go wrong.
#include <doctest/doctest.h>

#include <set>

#include "job_desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

TEST_CASE("a job is queued, works item by item, and completes") {
  JobDesk desk(job_item_time(20));
  const Answer begun = desk.create_many(50);
  CHECK(begun.status == 200);
  CHECK(begun.at("/job_status/status") == R"("queued")");
  CHECK(begun.at("/job_status/job_type") == R"("Bulk Create Ticket")");
  CHECK(begun.at("/job_status/total") == "50");
  for (const char* name : {"progress", "message", "results"}) {
    CHECK(begun.at(std::string("/job_status/") + name) == "null");
  }
  CHECK(begun.at("/job_status/id").starts_with(R"("V3-)"));
  CHECK(begun.at("/job_status/id").size() == 37);
  CHECK(begun.header("zendesk-ratelimit-inflight-jobs") == "total=30; remaining=29; resets=60");
  CHECK(desk.state("/tickets") == "3");
  desk.pass(19);
  CHECK(desk.job(begun).at("/job_status/status") == R"("queued")");
  desk.pass(1 + 38 * 20);
  const Answer working = desk.job(begun);
  CHECK(working.at("/job_status/status") == R"("working")");
  CHECK(working.at("/job_status/progress") == "38");
  CHECK(working.at("/job_status/message") == R"("Creating ticket #38")");
  CHECK(working.at("/job_status/results") == "null");
  CHECK(desk.state("/tickets") == "41");
  desk.pass(12 * 20 - 1);
  CHECK(desk.job(begun).at("/job_status/progress") == "49");
  desk.pass(1);
  const Answer completed = desk.job(begun);
  CHECK(completed.at("/job_status/status") == R"("completed")");
  CHECK(completed.at("/job_status/progress") == "50");
  CHECK(completed.at("/job_status/message") == R"("Completed at 2027-01-15 08:00:01 +0000")");
  CHECK(desk.state("/tickets") == "53");
}

TEST_CASE("results name every item once, out of order, and the same for equal seeds") {
  const auto results = [](std::uint64_t seed) {
    JobDesk desk(job_item_time(0, seed));
    return desk.job(desk.create_many(100)).at("/job_status/results");
  };
  const std::string text = results(1);
  CHECK(text == results(1));
  CHECK(text != results(2));
  JsonDocument json;
  REQUIRE(parse_json(text, json));
  std::set<std::int64_t> indexes;
  bool in_order = true;
  for (const Json& result : json.GetArray()) {
    const std::int64_t index = result["index"].GetInt64();
    in_order = in_order && index == static_cast<std::int64_t>(indexes.size());
    indexes.insert(index);
    CHECK(result["id"].GetInt64() == 4 + index);
  }
  CHECK(indexes.size() == 100);
  CHECK_FALSE(in_order);
}

TEST_CASE("an item that cannot be done harms no other") {
  JobDesk desk;
  const Answer begun = desk.call(
      "POST", "/api/v2/tickets/create_many",
      R"({"tickets":[{"comment":{"body":"a"}},{"subject":"no comment"},7,{"comment":{"body":"c"}}]})");
  const Answer job = desk.job(begun);
  CHECK(desk.state("/tickets") == "5");
  CHECK(job.at("/job_status/status") == R"("completed")");
  CHECK(job.body.find(R"({"index":1,"action":"create","success":false,"status":"Failed",)"
                      R"("error":"RecordInvalid","details":"Description: cannot be blank"})") !=
        std::string::npos);
  CHECK(job.body.find(R"({"index":2,"action":"create","success":false)") != std::string::npos);
  CHECK(job.body.find(R"({"index":3,"id":5,"account_id":)") != std::string::npos);
}

TEST_CASE("update_many: one change each") {
  JobDesk desk;
  const std::string stamp = desk.show("1").at("/ticket/updated_at");
  desk.time += 5;
  const Answer begun = desk.call(
      "PUT", "/api/v2/tickets/update_many",
      R"({"tickets":[{"id":1,"priority":"low","safe_update":true,"updated_stamp":)" + stamp +
          R"(},{"id":2,"comment":{"body":"x"},"safe_update":true,"updated_stamp":"2026-01-01T00:00:00Z"},
             {"id":3,"priority":"low"},{"id":99,"priority":"low"},{"priority":"low"}]})");
  CHECK(begun.status == 200);
  CHECK(begun.at("/job_status/job_type") == R"("Bulk Update Ticket")");
  const Answer job = desk.job(begun);
  for (
      const char* result :
      {R"({"id":1,"action":"update","success":true,"status":"Updated"})",
       R"("id":2,"action":"update","success":false,"status":"Failed","error":"UpdateConflict")",
       R"("details":"Status: closed prevents ticket update")",
       R"({"index":3,"id":99,"action":"update","success":false,"status":"Failed","error":"RecordNotFound")",
       R"({"index":4,"action":"update","success":false)"}) {
    CAPTURE(result);
    CHECK(job.body.find(result) != std::string::npos);
  }
  CHECK(desk.show("1").at("/ticket/priority") == R"("low")");
  CHECK(desk.state("/comments") == "3");
}

TEST_CASE("update_many: one change for all, with tags, and never over a later change") {
  JobDesk desk(job_item_time(1000));
  const Answer begun =
      desk.call("PUT", "/api/v2/tickets/update_many.json?ids=1,2",
                R"({"ticket":{"additional_tags":["Hot"],"remove_tags":["printer"]}})");
  desk.time += 1;
  desk.update("2", R"("priority":"low")");
  desk.time += 2;
  const Answer job = desk.job(begun);
  CHECK(job.at("/job_status/status") == R"("completed")");
  CHECK(desk.show("1").at("/ticket/tags") == R"(["hot"])");
  CHECK(desk.show("2").at("/ticket/tags") == R"(["printer"])");
  CHECK(job.body.find(R"("error":"UpdateConflict")") != std::string::npos);
}

TEST_CASE("too many items, none at all, too many jobs") {
  JobDesk desk(job_item_time(1000));
  const Answer many = desk.create_many(101);
  CHECK(many.status == 400);
  CHECK(many.body == R"({"error":"TooManyValues","description":)"
                     R"("Parameter  cannot specify more than 100 values","max_count":100})");
  CHECK(desk.create_many(0).status == 400);
  CHECK(desk.call("POST", "/api/v2/tickets/create_many", R"({"ticket":{}})").body ==
        R"({"error":"ParameterMissing","description":"Parameter tickets is required"})");
  CHECK(desk.call("PUT", "/api/v2/tickets/update_many?ids=", R"({"ticket":{}})").status == 400);
  for (int i = 0; i < 30; ++i) REQUIRE(desk.create_many(1).status == 200);
  const Answer refused = desk.create_many(1);
  CHECK(refused.status == 429);
  CHECK(refused.at("/error") == R"("TooManyJobs")");
  CHECK(refused.header("retry-after") == "60");
  CHECK(refused.header("zendesk-ratelimit-inflight-jobs") == "total=30; remaining=0; resets=60");
  CHECK(desk.state("/jobs") == R"({"added":30,"in_flight":30,"largest_in_flight":30,)"
                               R"("completed":0,"failed":0,"killed":0,"refused":1})");
  desk.time += 2;
  CHECK(desk.create_many(1).status == 200);
  CHECK(desk.state("/jobs/in_flight") == "1");
}

TEST_CASE("jobs are listed, shown together, and forgotten after a day") {
  JobDesk desk;
  const std::string first = desk.create_many(1).at("/job_status/id"),
                    second = desk.create_many(2).at("/job_status/id");
  const Answer list = desk.call("GET", "/api/v2/job_statuses");
  CHECK(list.at("/job_statuses/0/id") == second);
  CHECK(list.at("/job_statuses/1/id") == first);
  CHECK(list.at("/count") == "2");
  const std::string ids = first.substr(1, first.size() - 2) + ",nothing";
  const Answer some = desk.call("GET", "/api/v2/job_statuses/show_many?ids=" + ids);
  CHECK(some.at("/job_statuses/0/id") == first);
  CHECK(some.at("/job_statuses/1") == "absent");
  CHECK(desk.call("GET", "/api/v2/job_statuses/nothing").status == 404);
  desk.time += 86400;
  CHECK(desk.call("GET", "/api/v2/job_statuses").at("/count") == "0");
}

TEST_CASE("jobs that lose results, fail or are killed") {
  JobDesk desk;
  const auto run = [&](const std::string& fault) {
    REQUIRE(desk.call("POST", "/sandbox/faults", fault).status == 201);
    desk.show("1");  // no job: the fault waits for one
    return desk.job(desk.create_many(10)).at("/job_status");
  };
  const std::string lost = run(R"({"fault":"job_loses_results","items":4})");
  CHECK(lost.find(R"("status":"completed")") != std::string::npos);
  CHECK(lost.find(R"("progress":10)") != std::string::npos);
  JsonDocument json;
  REQUIRE(parse_json(lost, json));
  CHECK(json["results"].Size() == 6);
  CHECK(desk.state("/tickets") == "13");

  const std::string failed = run(R"({"fault":"job_fails"})");
  CHECK(failed.find(R"("status":"failed")") != std::string::npos);
  CHECK(failed.find(R"("results":null)") != std::string::npos);
  CHECK(desk.state("/tickets") == "13");

  const std::string killed = run(R"({"fault":"job_killed","path":"/api/v2/tickets/create_many"})");
  CHECK(killed.find(R"("status":"killed")") != std::string::npos);
  CHECK(killed.find(R"("progress":5)") != std::string::npos);
  CHECK(killed.find(R"("results":null)") != std::string::npos);
  CHECK(desk.state("/tickets") == "18");
  CHECK(run(R"({"fault":"job_killed","items":0})").find("killed") != std::string::npos);
  CHECK(desk.state("/tickets") == "18");
  CHECK(desk.state("/jobs/killed") == "2");
}

TEST_CASE("a job goes on for a user and a client that are gone") {
  JobDesk desk(job_item_time(100));
  const Answer begun = desk.create_many(2);
  desk.pass(400);
  CHECK(desk.job(begun).at("/job_status/status") == R"("completed")");
  const Answer audits = desk.call("GET", "/api/v2/tickets/4/audits");
  CHECK(audits.at("/audits/0/metadata/system/client") == R"("desk/1")");
  CHECK(audits.at("/audits/0/author_id") == std::to_string(seed::kAdmin));
}

TEST_CASE("tickets by external id, and many by id") {
  JobDesk desk;
  desk.create(R"("external_id":"same")");
  desk.create(R"("external_id":"same")");
  desk.create(R"("external_id":"other")");
  const auto found = [&](const char* external_id) {
    return desk.call("GET", std::string("/api/v2/tickets?external_id=") + external_id);
  };
  CHECK(found("same").at("/count") == "2");
  CHECK(found("same").at("/tickets/0/id") == "5");
  desk.update("5", R"("external_id":"other")");
  CHECK(found("same").at("/count") == "1");
  CHECK(found("other").at("/count") == "2");
  desk.update("5", R"("external_id":null)");
  desk.call("DELETE", "/api/v2/tickets/4");
  CHECK(found("same").at("/count") == "0");
  CHECK(found("other").at("/count") == "1");
  const Answer many = desk.call("GET", "/api/v2/tickets/show_many?ids=6,99,1");
  CHECK(many.at("/tickets/0/id") == "6");
  CHECK(many.at("/tickets/1/id") == "1");
  CHECK(many.at("/count") == "2");
  CHECK(desk.call("GET", "/api/v2/tickets/show_many").status == 400);
}

TEST_CASE("a problem knows its incidents") {
  JobDesk desk;
  CHECK(desk.show("2").at("/ticket/has_incidents") == "false");
  desk.create(R"("type":"incident","problem_id":2)");
  CHECK(desk.show("2").at("/ticket/has_incidents") == "true");
  desk.update("4", R"("type":"question")");
  CHECK(desk.show("2").at("/ticket/has_incidents") == "false");
}
