// SPDX-License-Identifier: Apache-2.0
// Jobs over records of custom objects: the six actions and what is wrong with items.
#include <doctest/doctest.h>

#include "job_desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

Answer begin(JobDesk& desk, const std::string& action, const std::string& items,
             const std::string& object = "asset") {
  return desk.call("POST", "/api/v2/custom_objects/" + object + "/jobs",
                   R"({"job":{"action":")" + action + R"(","items":)" + items + "}}");
}

// The job's results once it is done.
std::string run(JobDesk& desk, const std::string& action, const std::string& items,
                const std::string& object = "asset") {
  const Answer begun = begin(desk, action, items, object);
  REQUIRE(begun.status == 201);
  CHECK(begun.at("/job_status/status") == R"("queued")");
  return desk.job(begun).at("/job_status/results");
}

bool has(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

std::string records(JobDesk& desk) {
  return desk.call("GET", "/api/v2/custom_objects/asset/records/count").at("/count/value");
}

Answer by_external_id(JobDesk& desk, const std::string& id) {
  return desk.call("GET", "/api/v2/custom_objects/asset/records?filter[external_ids]=" + id);
}

constexpr const char* kAsset = R"({"name":"N","external_id":"E","custom_object_fields":{)"
                               R"("category":"asset_printer","serial_number":"S-1"}})";

}  // namespace

TEST_CASE("create and update") {
  JobDesk desk;
  const std::string created = run(desk, "create", std::string("[") + kAsset + R"(,{"name":""}])");
  CHECK(has(created, R"("external_id":"E","action":"create","success":true,"status":"Created")"));
  CHECK(has(created, R"("success":false,"status":"Failed","error":"RecordInvalid")"));
  CHECK(has(created, "Name: can't be blank"));
  CHECK(records(desk) == "3");
  const std::string id = by_external_id(desk, "E").at("/custom_object_records/0/id");
  const std::string updated = run(
      desk, "update", R"([{"id":)" + id + R"(,"name":"M"},{"id":"none","name":"x"},{"name":"x"}])");
  CHECK(has(updated, R"("action":"update","success":true,"status":"Updated")"));
  CHECK(has(updated, R"("error":"RecordNotFound")"));
  CHECK(has(updated, R"("error":"ParameterMissing")"));
  CHECK(by_external_id(desk, "E").at("/custom_object_records/0/name") == R"("M")");
}

TEST_CASE("create or update, by external id and by name") {
  JobDesk desk;
  const std::string items = std::string("[") + kAsset + "]";
  CHECK(has(run(desk, "create_or_update_by_external_id", items), R"("status":"Created")"));
  CHECK(has(run(desk, "create_or_update_by_external_id", items), R"("status":"Updated")"));
  CHECK(records(desk) == "3");
  CHECK(has(run(desk, "create_or_update_by_name", R"([{"name":"N","external_id":"F"}])"),
            R"("external_id":"F","action":"create_or_update_by_name","success":true)"));
  CHECK(records(desk) == "3");
  CHECK(by_external_id(desk, "E").at("/count") == "0");
  CHECK(by_external_id(desk, "F").at("/count") == "1");
  CHECK(has(run(desk, "create_or_update_by_external_id", R"([{"name":"x"}])"),
            R"("error":"ParameterMissing")"));
  CHECK(begin(desk, "create_or_update_by_name", "[{}]", "survey_response").status == 400);
}

TEST_CASE("delete, by id and by external id") {
  JobDesk desk;
  const std::string id = by_external_id(desk, "ERP-1002").at("/custom_object_records/0/id");
  CHECK(has(run(desk, "delete", "[" + id + R"(,"none",7])"), R"("status":"Deleted")"));
  CHECK(records(desk) == "1");
  CHECK(has(run(desk, "delete_by_external_id", R"(["ERP-1002","ERP-1001"])"),
            R"("external_id":"ERP-1001","action":"delete_by_external_id","success":true)"));
  CHECK(records(desk) == "0");
}

TEST_CASE("what is no job of records") {
  JobDesk desk;
  CHECK(begin(desk, "explode", "[{}]").status == 400);
  CHECK(begin(desk, "create", "[]").status == 400);
  CHECK(begin(desk, "create", "{}").status == 400);
  CHECK(begin(desk, "create", "[{}]", "nothing").status == 404);
  std::string many = "[{}";
  for (int i = 0; i < 100; ++i) many += ",{}";
  CHECK(begin(desk, "create", many + "]").at("/error") == R"("TooManyValues")");
  CHECK(desk.call("POST", "/api/v2/custom_objects/asset/jobs", "{}").status == 400);
}
