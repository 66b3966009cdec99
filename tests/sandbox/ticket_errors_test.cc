// SPDX-License-Identifier: Apache-2.0
// What a ticket write is refused for, with the details, and that nothing of it is stored.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

struct Refused {
  const char* sent;         // inside of the ticket object
  const char* field;        // key in details
  const char* description;  // its first entry's
};

}  // namespace

TEST_CASE("validation errors name the field") {
  const Refused cases[] = {
      {R"("requester_id":99)", "requester", "Requester: is invalid"},
      {R"("requester_id":{})", "requester", "Requester: is invalid"},
      {R"("requester":{"name":"","email":"n@x.example"})", "requester",
       "Requester: Name:  is too short (minimum is 1 character)"},
      {R"("requester":"n@x.example")", "requester",
       "Requester: Name:  is too short (minimum is 1 character)"},
      {R"("requester":{"name":"N","email":"nonsense"})", "requester",
       "Requester: Email:  nonsense is not properly formatted"},
      {R"("requester_id":360001000000131)", "requester", "Requester: Fay Suspended is suspended."},
      {R"("requester":{"email":"fay@initech.example"})", "requester",
       "Requester: Fay Suspended is suspended."},
      {R"("submitter_id":99)", "submitter", "Submitter: is invalid"},
      {R"("assignee_id":99)", "assignee", "Assignee: is not an agent of this account"},
      {R"("assignee_id":360001000000091)", "assignee", "Assignee: is not an agent of this account"},
      {R"("assignee_email":"dana@globex.example")", "assignee",
       "Assignee: is not an agent of this account"},
      {R"("assignee_id":360001000000031,"group_id":360003000000031)", "assignee",
       "Assignee: Ana Agent is not in the group"},
      {R"("group_id":99)", "group", "Group: is invalid"},
      {R"("organization_id":360002000000011)", "organization",
       "Organization: is not one of the organizations of the requester"},
      {R"("brand_id":99)", "brand", "Brand: is invalid"},
      {R"("ticket_form_id":99)", "ticket_form", "Ticket form: is invalid"},
      {R"("custom_status_id":99)", "custom_status", "Custom status: is invalid"},
      {R"("status":"done")", "status", "Status: done is not a valid status"},
      {R"("type":"bug")", "type", "Type: bug is not a valid type"},
      {R"("priority":"p1")", "priority", "Priority: p1 is not a valid priority"},
      {R"("type":"incident","problem_id":1)", "problem",
       "Problem: is not a ticket of type problem"},
      {R"("type":"incident","problem_id":99)", "problem",
       "Problem: is not a ticket of type problem"},
      {R"("type":"task","due_at":"tomorrow")", "due_at", "Due at: is invalid"},
      {R"("via_followup_source_id":1)", "via_followup_source_id",
       "Follow-up source: is not a closed ticket"},
      {R"("subject":{})", "subject", "Subject: is invalid"},
      {R"("external_id":[1])", "external_id", "External id: is invalid"},
      {R"("tags":[1])", "tags", "Tags: is invalid"},
      {R"("custom_fields":{"1":2})", "custom_fields", "Custom fields: is invalid"},
      {R"("metadata":"x")", "metadata", "Metadata: is invalid"},
      {R"("comment":5)", "comment", "Comment: is invalid"},
      {R"("comment":{"body":"x","public":"maybe"})", "public", "Public: is invalid"},
      {R"("comment":{"body":"x","author_id":99})", "author", "Author: is invalid"},
      {R"("comment":{"body":"x","uploads":["t"]})", "uploads", "Uploads: unknown token"},
      {R"("comment":{"body":" \n"})", "base", "Description: cannot be blank"},
      {R"("subject":"no comment")", "base", "Description: cannot be blank"},
  };
  for (const Refused& c : cases) {
    CAPTURE(c.sent);
    Desk desk;
    const std::string comment =
        std::string_view(c.sent).find("omment\"") == std::string_view::npos &&
                std::string_view(c.field) != "base"
            ? R"("comment":{"body":"text"},)"
            : "";
    const Answer answer =
        desk.call("POST", "/api/v2/tickets", R"({"ticket":{)" + comment + c.sent + "}}");
    CHECK(answer.status == 422);
    CHECK(answer.at("/error") == R"("RecordInvalid")");
    CHECK(answer.at("/description") == R"("Record validation errors")");
    CHECK(answer.at(fmt::format("/details/{}/0/description", c.field)) == json_text(c.description));
    const Answer state = desk.call("GET", "/sandbox/state");
    CHECK(state.at("/tickets") == "3");
    CHECK(state.at("/users") == "9");
  }
}

TEST_CASE("custom field errors name the ticket field") {
  struct Case {
    Id id;
    const char* sent;
    const char* description;
    const char* type;
  };
  const Case cases[] = {
      {seed::kFieldText, "{}", "Serial number: is invalid", "FieldText"},
      {seed::kFieldCheckbox, R"("perhaps")", "Under warranty: is not true or false",
       "FieldCheckbox"},
      {seed::kFieldTagger, R"("toaster")", "Product: toaster is not an option", "FieldTagger"},
      {seed::kFieldMultiselect, R"(["symptom_smoke","x"])", "Symptoms: x is not an option",
       "FieldMultiselect"},
      {seed::kFieldInteger, R"("1.5")", "Order number: is not a number", "FieldInteger"},
      {seed::kFieldDecimal, R"("1,5")", "Refund amount: is not a decimal number", "FieldDecimal"},
      {seed::kFieldDate, R"("2027-02-29")", "Purchased on: is not a date", "FieldDate"},
      {seed::kFieldRegexp, R"("abcd-1234")", "Licence key: does not have the right format",
       "FieldRegexp"},
      {seed::kFieldCreditCard, R"("12")", "Card used: is not a card number",
       "FieldPartialCreditCard"},
      {seed::kFieldLookup, "99", "Account manager: is not a known record", "FieldLookup"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.sent);
    Desk desk;
    const Answer answer =
        desk.create(fmt::format(R"("custom_fields":[{{"id":{},"value":{}}}])", c.id, c.sent));
    CHECK(answer.status == 422);
    CHECK(answer.at("/details/base/0/description") == json_text(c.description));
    CHECK(answer.at("/details/base/0/ticket_field_id") == fmt::to_string(c.id));
    CHECK(answer.at("/details/base/0/ticket_field_type") == json_text(c.type));
  }
}

TEST_CASE("all that is wrong is told at once") {
  Desk desk;
  const Answer answer = desk.create(R"("priority":"x","status":"y","group_id":99)");
  for (const char* field : {"priority", "status", "group"}) {
    CHECK(answer.at(fmt::format("/details/{}/0/error", field)) == R"("InvalidValue")");
  }
}

TEST_CASE("solving asks for an assignee, and for the form's required fields") {
  Desk desk;
  desk.create("");
  CHECK(desk.update("4", R"("status":"solved")").body ==
        R"({"error":"RecordInvalid","description":"Record validation errors","details":{"base":[)"
        R"({"description":"Assignee: is required when solving a ticket","error":null,)"
        R"("ticket_field_id":360004000000131,"ticket_field_type":"FieldAssignee"}]}})");
  CHECK(desk.show("4").at("/ticket/status") == R"("new")");
  CHECK(desk.update("4", R"("status":"solved","assignee_id":360001000000031)").status == 200);

  desk.create(R"("ticket_form_id":360003200000031,"assignee_id":360001000000031)");
  const Answer refused = desk.update("5", R"("status":"solved")");
  CHECK(refused.status == 422);
  CHECK(refused.at("/details/base/0/description") ==
        R"("Order number: is required when solving a ticket")");
  CHECK(refused.at("/details/base/0/ticket_field_type") == R"("FieldInteger")");
  const std::string order = R"("custom_fields":[{"id":360004000000311,"value":7}])";
  CHECK(desk.update("5", R"("status":"solved",)" + order).status == 200);
}

TEST_CASE("a closed ticket takes nothing more") {
  Desk desk;
  CHECK(desk.update("3", R"("subject":"x")").body ==
        R"({"error":"RecordInvalid","description":"Record validation errors","details":{"status":[)"
        R"({"description":"Status: closed prevents ticket update","error":null}]}})");
  CHECK(desk.update("3", R"("subject":"x")").status == 422);
}

TEST_CASE("a safe update needs the ticket's own time stamp") {
  Desk desk;
  desk.create("");
  desk.time += 3;
  CHECK(desk.update("4", R"("subject":"a","safe_update":true,
                            "updated_stamp":"2027-01-15T08:00:00Z")")
            .status == 200);
  const Answer stale = desk.update(
      "4", R"("subject":"b","safe_update":true,"updated_stamp":"2027-01-15T08:00:00Z")");
  CHECK(stale.status == 409);
  CHECK(stale.at("/error") == R"("UpdateConflict")");
  CHECK(desk.show("4").at("/ticket/subject") == R"("a")");
  CHECK(desk.update("4", R"("subject":"c","updated_stamp":"2027-01-15T08:00:00Z")").status == 200);
}

TEST_CASE("an update's comment may not be blank either") {
  Desk desk;
  const Answer answer = desk.update("1", R"("comment":{"body":""})");
  CHECK(answer.status == 422);
  CHECK(answer.at("/details/base/0/error") == R"("BlankValue")");
}

TEST_CASE("more than 48 copies: refused on create, cut on update") {
  std::string entries;
  for (int i = 0; i < 49; ++i) {
    entries += fmt::format(R"({}{{"user_email":"c{}@x.example"}})", i == 0 ? "" : ",", i);
  }
  Desk desk;
  const Answer refused = desk.create(R"("email_ccs":[)" + entries + "]");
  CHECK(refused.status == 400);
  CHECK(refused.at("/error") == R"("TooManyValues")");
  CHECK(desk.call("GET", "/sandbox/state").at("/users") == "9");
  CHECK(desk.update("1", R"("email_ccs":[)" + entries + "]").at("/ticket/email_cc_ids/48") ==
        "absent");
}
