// SPDX-License-Identifier: Apache-2.0
// What forms, statuses, plans and the account's own rules make of a ticket write, and what is
// dropped or cut without a word.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

std::string fields(std::initializer_list<std::pair<Id, const char*>> values) {
  std::string result;
  for (const auto& [id, value] : values) {
    result += fmt::format(R"({}{{"id":{},"value":{}}})", result.empty() ? "" : ",", id, value);
  }
  return R"("custom_fields":[)" + result + "]";
}

constexpr const char* kRepair = R"("ticket_form_id":360003200000051,)";

}  // namespace

TEST_CASE("a condition's child is required in the statuses that it names") {
  Desk desk;
  const Answer refused = desk.create(kRepair + fields({{seed::kFieldCheckbox, "true"}}));
  CHECK(refused.status == 422);
  CHECK(refused.at("/details/base") ==
        R"([{"description":"Serial number: cannot be blank","error":"BlankValue",)"
        R"("ticket_field_id":360004000000211,"ticket_field_type":"FieldText"}])");
  CHECK(
      desk.create(kRepair + fields({{seed::kFieldCheckbox, "true"}, {seed::kFieldText, R"("S")"}}))
          .status == 201);
  CHECK(desk.update("4", fields({{seed::kFieldText, "null"}})).status == 422);
  CHECK(desk.create(kRepair + fields({{seed::kFieldCheckbox, "false"}})).status == 201);

  CHECK(desk.create(kRepair + fields({{seed::kFieldTagger, R"("scanner")"}})).status == 201);
  for (const char* status : {"pending", "hold"}) {
    CAPTURE(status);
    const Answer answer = desk.update("6", fmt::format(R"("status":"{}")", status));
    CHECK(answer.at("/details/base/0/description") == R"("Purchased on: cannot be blank")");
    CHECK(answer.at("/details/base/1") == "absent");
  }
  CHECK(desk.update("6", R"("status":"open")").status == 200);
  CHECK(desk.update("6", R"("status":"hold",)" + fields({{seed::kFieldDate, R"("2027-01-01")"}}))
            .status == 200);
}

TEST_CASE("a condition that asks on solve") {
  Desk desk;
  desk.create(kRepair + std::string(R"("assignee_id":360001000000031,)") +
              fields({{seed::kFieldTagger, R"("printer_laser")"}}));
  CHECK(desk.update("4", R"("status":"solved")").at("/details/base") ==
        R"([{"description":"Symptoms: is required when solving a ticket","error":null,)"
        R"("ticket_field_id":360004000000291,"ticket_field_type":"FieldMultiselect"}])");
  CHECK(
      desk.update("4", R"("status":"solved",)" + fields({{seed::kFieldTagger, R"("printer_ink")"}}))
          .status == 200);
  CHECK(desk.update("4", fields({{seed::kFieldTagger, R"("printer_laser")"}})).status == 200);
}

TEST_CASE("other forms have no conditions") {
  Desk desk;
  CHECK(desk.create(fields({{seed::kFieldCheckbox, "true"}})).status == 201);
}

TEST_CASE("what is switched off is not taken anew") {
  struct Case {
    const char* sent;
    const char* field;
  };
  const Case cases[] = {
      {R"("ticket_form_id":360003200000091)", "ticket_form"},
      {R"("brand_id":360003100000051)", "brand"},
      {R"("custom_status_id":360003300000131)", "custom_status"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.sent);
    Desk desk;
    const Answer refused = desk.create(c.sent);
    CHECK(refused.status == 422);
    CHECK(refused.at(fmt::format("/details/{}/0/error", c.field)) == R"("InvalidValue")");
  }
}

TEST_CASE("values of fields that are not active are dropped, and not shown") {
  Desk desk;
  const Answer created = desk.create(fields({{seed::kFieldInactive, R"("12")"}}));
  CHECK(created.status == 201);
  CHECK(created.body.find("360004000000451") == std::string::npos);
}

TEST_CASE("a text field keeps 64 KB, in whole characters") {
  Desk desk;
  const std::string long_text = '"' + std::string(65535, 'x') + "\u00e9\"";
  const Answer created = desk.create(fields({{seed::kFieldText, long_text.c_str()}}));
  CHECK(created.at("/ticket/custom_fields/0/value").size() == 65535 + 2);
}

TEST_CASE("without the plan's feature forms and custom statuses are not there") {
  Desk desk;
  desk.call("POST", "/sandbox/faults",
            R"([{"fault":"not_in_plan","feature":"ticket_forms"},
                {"fault":"not_in_plan","feature":"custom_statuses"}])");
  const Answer created =
      desk.create(R"("ticket_form_id":360003200000031,"custom_status_id":360003300000111)");
  CHECK(created.status == 201);
  CHECK(created.at("/ticket/ticket_form_id") == "absent");
  CHECK(created.at("/ticket/custom_status_id") == "absent");
  CHECK(created.at("/ticket/status") == R"("new")");
  desk.call("DELETE", "/sandbox/faults");
  CHECK(desk.show("4").at("/ticket/ticket_form_id") == "360003200000011");
}

TEST_CASE("a status and a custom status follow each other") {
  Desk desk;
  desk.create(R"("custom_status_id":360003300000111)");
  CHECK(desk.update("4", R"("status":"hold")").at("/ticket/custom_status_id") == "360003300000111");
  CHECK(desk.update("4", R"("status":"open")").at("/ticket/custom_status_id") == "360003300000031");
}

TEST_CASE("a deleted ticket is gone for every request") {
  Desk desk;
  CHECK(desk.call("DELETE", "/api/v2/tickets/1").status == 204);
  CHECK(desk.show("1").status == 404);
  CHECK(desk.update("1", R"("subject":"x")").status == 404);
  CHECK(desk.call("PUT", "/api/v2/tickets/1/tags", R"({"tags":["x"]})").status == 404);
}

TEST_CASE("the account's own rules come after the write, and the answer shows what they did") {
  Desk desk;
  CHECK(desk.call("POST", "/sandbox/faults",
                  R"({"fault":"business_rule","method":"PUT","path":"/api/v2/tickets/1",
                      "change":{"assignee_id":null,"tags":["ruled"]}})")
            .status == 201);
  const Answer updated =
      desk.update("1", R"("assignee_id":360001000000031,"tags":["mine"],"subject":"s")");
  CHECK(updated.status == 200);
  CHECK(updated.at("/ticket/assignee_id") == "null");
  CHECK(updated.at("/ticket/tags") == R"(["ruled"])");
  CHECK(updated.at("/ticket/subject") == R"("s")");
  CHECK(desk.call("GET", "/api/v2/tickets/1/audits").at("/count") == "3");
  CHECK(desk.update("1", R"("tags":["mine"])").at("/ticket/tags") == R"(["mine"])");
  CHECK(desk.call("POST", "/sandbox/faults", R"({"fault":"business_rule"})").status == 400);
}
