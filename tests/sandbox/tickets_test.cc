// SPDX-License-Identifier: Apache-2.0
// What a ticket keeps: a round trip for every property, updates, comments, audits, lists,
// idempotency.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>

#include "desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

struct RoundTrip {
  const char* sent;    // inside of the ticket object
  const char* answer;  // pointer below /ticket
  const char* value;   // JSON
};

std::string field_value(const Answer& answer, Id id) {
  JsonDocument document;
  if (!parse_json(answer.body, document)) return "not JSON";
  const Json* ticket = member(document, "ticket");
  const Json* fields = ticket ? member(*ticket, "custom_fields") : nullptr;
  if (!fields) return "absent";
  for (const Json& field : fields->GetArray()) {
    if (field["id"].GetInt64() == id) return to_text(field["value"]);
  }
  return "absent";
}

std::string custom_field(Id id, const std::string& value) {
  return fmt::format(R"("custom_fields":[{{"id":{},"value":{}}}])", id, value);
}

}  // namespace

TEST_CASE("every property of a new ticket comes back, from the write and from a read") {
  const RoundTrip cases[] = {
      {R"("subject":"Smoke")", "/subject", R"("Smoke")"},
      {R"("subject":"a","raw_subject":"{{dc.x}}")", "/raw_subject", R"("{{dc.x}}")"},
      {R"("requester_id":9007199254741993)", "/requester_id", "9007199254741993"},
      {R"("requester_id":"360001000000091")", "/requester_id", "360001000000091"},
      {R"("requester":{"name":"X","email":"DANA@globex.example"})", "/requester_id",
       "360001000000091"},
      {R"("requester":{"name":"New","email":"new@x.example"})", "/requester_id", "360005000000020"},
      {R"("requester":{"name":"N","email":"n@x.example"},"requester_id":360001000000091)",
       "/requester_id", "360001000000091"},
      {R"("submitter_id":360001000000051)", "/submitter_id", "360001000000051"},
      {R"("assignee_id":360001000000031)", "/assignee_id", "360001000000031"},
      {R"("assignee_id":360001000000031)", "/group_id", "360003000000011"},
      {R"("assignee_id":360001000000031)", "/status", R"("open")"},
      {R"("assignee_email":"CLEO@acme.example")", "/assignee_id", "360001000000071"},
      {R"("group_id":360003000000031)", "/group_id", "360003000000031"},
      {R"("requester_id":9007199254741993)", "/organization_id", "360002000000031"},
      {R"("requester_id":9007199254741993,"organization_id":360002000000011)", "/organization_id",
       "360002000000011"},
      {R"("email_ccs":[{"user_id":360001000000091,"action":"put"}])", "/email_cc_ids",
       "[360001000000091]"},
      {R"("email_ccs":[{"user_email":"cc@x.example","user_name":"CC"}])", "/email_cc_ids",
       "[360005000000020]"},
      {R"("followers":[{"user_email":"ben@acme.example"},{"user_id":"360001000000091"}])",
       "/follower_ids", "[360001000000051]"},
      {R"("collaborator_ids":[360001000000031,360001000000091])", "/collaborator_ids",
       "[360001000000031,360001000000091]"},
      {R"("tags":["Red","blue green","red"])", "/tags", R"(["blue","green","red"])"},
      {R"("tags":"one, two")", "/tags", R"(["one","two"])"},
      {R"("external_id":"X-1")", "/external_id", R"("X-1")"},
      {R"("external_id":9007199254740993)", "/external_id", R"("9007199254740993")"},
      {R"("type":"question")", "/type", R"("question")"},
      {R"("priority":"urgent")", "/priority", R"("urgent")"},
      {R"("status":"hold")", "/status", R"("hold")"},
      {R"("status":"pending")", "/custom_status_id", "360003300000051"},
      {R"("custom_status_id":360003300000111)", "/status", R"("hold")"},
      {R"("custom_status_id":360003300000111)", "/custom_status_id", "360003300000111"},
      {R"("type":"task","due_at":"2027-03-01T10:00:00+02:00")", "/due_at",
       R"("2027-03-01T08:00:00Z")"},
      {R"("type":"question","due_at":"2027-03-01T10:00:00Z")", "/due_at", "null"},
      {R"("type":"incident","problem_id":2)", "/problem_id", "2"},
      {R"("brand_id":360003100000031)", "/brand_id", "360003100000031"},
      {R"("ticket_form_id":360003200000031)", "/ticket_form_id", "360003200000031"},
      {R"("recipient":"help@acme.example")", "/recipient", R"("help@acme.example")"},
      {R"("via_followup_source_id":3)", "/via/source/rel", R"("follow_up")"},
      {R"("via_followup_source_id":3)", "/via/source/from/ticket_id", "3"},
  };
  for (const RoundTrip& c : cases) {
    CAPTURE(c.sent);
    Desk desk;
    const Answer created = desk.create(c.sent);
    CHECK(created.status == 201);
    CHECK(created.at(std::string("/ticket") + c.answer) == c.value);
    CHECK(desk.show(created.at("/ticket/id")).at(std::string("/ticket") + c.answer) == c.value);
    CHECK(created.header("x-zendesk-api-warn").empty());
  }
}

TEST_CASE("custom fields by type") {
  struct Case {
    Id id;
    const char* sent;
    const char* answer;
  };
  const Case cases[] = {
      {seed::kFieldText, R"("SN-1")", R"("SN-1")"},
      {seed::kFieldText, "12", R"("12")"},
      {seed::kFieldTextarea, R"("a\nb")", R"("a\nb")"},
      {seed::kFieldCheckbox, "true", "true"},
      {seed::kFieldCheckbox, R"("true")", "true"},
      {seed::kFieldCheckbox, "null", "false"},
      {seed::kFieldTagger, R"("scanner")", R"("scanner")"},
      {seed::kFieldMultiselect, R"(["symptom_smoke","symptom_noise"])",
       R"(["symptom_smoke","symptom_noise"])"},
      {seed::kFieldInteger, "9007199254740993", R"("9007199254740993")"},
      {seed::kFieldInteger, R"("-4")", R"("-4")"},
      {seed::kFieldDecimal, "12.5", R"("12.5")"},
      {seed::kFieldDecimal, R"("0.10")", R"("0.10")"},
      {seed::kFieldDecimal, "0.0000001", R"("0.0000001")"},
      {seed::kFieldDecimal, "-1e-7", R"("-0.0000001")"},
      {seed::kFieldDecimal, "0.30000000000000004", R"("0.30000000000000004")"},
      {seed::kFieldDecimal, "1e20", R"("100000000000000000000")"},
      {seed::kFieldDate, R"("2028-02-29")", R"("2028-02-29")"},
      {seed::kFieldRegexp, R"("ABCD-1234")", R"("ABCD-1234")"},
      {seed::kFieldCreditCard, R"("4111 1111 1111 1234")", R"("XXXXXXXXXXXX1234")"},
      {seed::kFieldLookup, R"("9007199254741993")", R"("9007199254741993")"},
      {seed::kFieldLookup, "360001000000011", R"("360001000000011")"},
      {seed::kFieldText, "null", "null"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.id);
    CAPTURE(c.sent);
    Desk desk;
    const Answer created = desk.create(custom_field(c.id, c.sent));
    CHECK(created.status == 201);
    CHECK(field_value(created, c.id) == c.answer);
    CHECK(created.at("/ticket/fields") == created.at("/ticket/custom_fields"));
  }
}

TEST_CASE("custom fields that are not sent keep their value; unknown ones are passed over") {
  Desk desk;
  desk.create(custom_field(seed::kFieldText, R"("a")"));
  const Answer updated = desk.update(
      "4", R"("custom_fields":[{"id":1,"value":"x"},{"id":360004000000351,"value":"2027-01-01"}])");
  CHECK(updated.status == 200);
  CHECK(field_value(updated, seed::kFieldText) == R"("a")");
  CHECK(field_value(updated, seed::kFieldDate) == R"("2027-01-01")");
  CHECK(field_value(updated, 1) == "absent");
}

TEST_CASE("options and ticked boxes are tags, and tags are options") {
  Desk desk;
  desk.create(R"("tags":["mine"],)" + custom_field(seed::kFieldTagger, R"("scanner")"));
  CHECK(desk.show("4").at("/ticket/tags") == R"(["mine","scanner"])");
  desk.update("4", custom_field(seed::kFieldTagger, R"("printer_ink")"));
  CHECK(desk.show("4").at("/ticket/tags") == R"(["mine","printer_ink"])");
  desk.update("4", custom_field(seed::kFieldCheckbox, "true"));
  CHECK(desk.show("4").at("/ticket/tags") == R"(["mine","printer_ink","under_warranty"])");
  desk.update("4", R"("tags":["printer_laser"])");
  const Answer ticket = desk.show("4");
  CHECK(field_value(ticket, seed::kFieldTagger) == R"("printer_laser")");
  CHECK(field_value(ticket, seed::kFieldCheckbox) == "false");
}

TEST_CASE("the first comment is the description") {
  Desk desk;
  const Answer created =
      desk.call("POST", "/api/v2/tickets", R"({"ticket":{"subject":"s","description":"old way"}})");
  CHECK(created.status == 201);
  CHECK(created.at("/ticket/description") == R"("old way")");
  CHECK(created.header("location") == "https://acme.zendesk.com/api/v2/tickets/4.json");
  const Answer updated = desk.update("4", R"("subject":"t","description":"ignored")");
  CHECK(updated.at("/ticket/subject") == R"("t")");
  CHECK(updated.at("/ticket/description") == R"("old way")");
  CHECK(updated.header("x-zendesk-api-warn").empty());
}

TEST_CASE("comments keep author, privacy and both bodies") {
  Desk desk;
  const Answer created = desk.call(
      "POST", "/api/v2/tickets",
      R"({"ticket":{"comment":{"html_body":"<p>Hi</p>","public":false,"author_id":360001000000031}}})");
  CHECK(created.at("/ticket/is_public") == "false");
  desk.update("4", R"("comment":{"body":"still private"})");
  desk.update("4", R"("comment":{"body":"shown","public":true})");
  const Answer comments = desk.call("GET", "/api/v2/tickets/4/comments.json");
  CHECK(comments.at("/count") == "3");
  CHECK(comments.at("/comments/0/author_id") == "360001000000031");
  CHECK(comments.at("/comments/0/public") == "false");
  CHECK(comments.at("/comments/0/html_body") ==
        R"("<div class=\"zd-comment\" dir=\"auto\"><p>Hi</p></div>")");
  CHECK(comments.at("/comments/0/plain_body") == R"("Hi")");
  CHECK(comments.at("/comments/1/public") == "false");
  CHECK(comments.at("/comments/2/public") == "true");
  CHECK(desk.show("4").at("/ticket/is_public") == "true");
  const Answer newest = desk.call("GET", "/api/v2/tickets/4/comments?sort_order=desc&page[size]=1");
  CHECK(newest.at("/comments/0/body") == R"("shown")");
  CHECK(newest.at("/meta/has_more") == "true");
}

TEST_CASE("audits tell what happened") {
  Desk desk;
  const Answer created = desk.create(R"("subject":"a","metadata":{"run":{"id":9007199254740993}})");
  CHECK(created.at("/audit/ticket_id") == "4");
  CHECK(created.at("/audit/author_id") == "360001000000011");
  CHECK(created.at("/audit/metadata/custom/run/id") == "9007199254740993");
  CHECK(created.at("/audit/metadata/system/client") == R"("desk/1")");
  CHECK(created.at("/audit/events/0/type") == R"("Comment")");
  CHECK(created.at("/audit/events/1/type") == R"("Create")");
  CHECK(created.at("/audit/events/1/field_name") == R"("subject")");
  CHECK(created.at("/audit/events/2/value") == R"("360001000000011")");

  desk.time += 5;
  const Answer updated = desk.update("4", R"("subject":"b")");
  CHECK(updated.at("/audit/events/0/type") == R"("Change")");
  CHECK(updated.at("/audit/events/0/value") == R"("b")");
  CHECK(updated.at("/audit/events/0/previous_value") == R"("a")");
  CHECK(updated.at("/audit/events/1") == "absent");
  CHECK(updated.at("/ticket/updated_at") == R"("2027-01-15T08:00:05Z")");

  desk.time += 5;
  const Answer same = desk.update("4", R"("subject":"b","tags":[])");
  CHECK(same.status == 200);
  CHECK(same.at("/audit") == "absent");
  CHECK(same.at("/ticket/updated_at") == R"("2027-01-15T08:00:05Z")");
  const Answer audits = desk.call("GET", "/api/v2/tickets/4/audits");
  CHECK(audits.at("/count") == "2");
  CHECK(audits.at("/audits/1/id") == updated.at("/audit/id"));
}

TEST_CASE("assignee and group follow each other") {
  Desk desk;
  desk.create(R"("assignee_id":360001000000031)");
  CHECK(desk.update("4", R"("group_id":360003000000031)").at("/ticket/assignee_id") == "null");
  CHECK(desk.update("4", R"("assignee_id":360001000000051)").at("/ticket/group_id") ==
        "360003000000031");
  CHECK(desk.update("4", R"("assignee_id":null)").at("/ticket/assignee_id") == "null");
}

TEST_CASE("copies are added and taken away by action") {
  Desk desk;
  desk.create(
      R"("email_ccs":[{"user_id":360001000000091}],"followers":[{"user_id":360001000000031}])");
  const Answer updated =
      desk.update("4", R"("email_ccs":[{"user_email":"dana@globex.example","action":"delete"},
              {"user_id":9007199254741993,"action":"put"}],
              "additional_collaborators":[360001000000051])");
  CHECK(updated.at("/ticket/email_cc_ids") == "[9007199254741993]");
  CHECK(updated.at("/ticket/follower_ids") == "[360001000000031,360001000000051]");
}

TEST_CASE("a problem knows its incidents, a closed ticket its follow-ups") {
  Desk desk;
  CHECK(desk.show("2").at("/ticket/has_incidents") == "false");
  desk.create(R"("type":"incident","problem_id":2)");
  CHECK(desk.show("2").at("/ticket/has_incidents") == "true");
  desk.create(R"("via_followup_source_id":3)");
  CHECK(desk.show("3").at("/ticket/followup_ids") == "[5]");
}

TEST_CASE("keys that are not permitted are dropped with a warning") {
  Desk desk;
  const Answer updated = desk.update(
      "1",
      R"("id":7,"additional_tags":["x"],"comment":{"body":"b","colour\"":1},"priority":"low")");
  CHECK(updated.status == 200);
  CHECK(updated.at("/ticket/id") == "1");
  CHECK(updated.at("/ticket/tags") == R"(["printer"])");
  CHECK(updated.header("x-zendesk-api-warn") ==
        R"({:allowed_parameters=>{:controller=>"tickets", :action=>"update", )"
        R"(:unpermitted_keys=>["ticket.id", "ticket.additional_tags", "ticket.comment.colour\""], )"
        R"(:invalid_values=>[]}})");
  CHECK(desk.create(R"("remove_tags":[],"x\r\ny":1)").header("x-zendesk-api-warn").find('\n') ==
        std::string::npos);
}

TEST_CASE("lists: newest first, by external id, in pages") {
  Desk desk;
  desk.create(R"("external_id":"a b")");
  desk.create(R"("external_id":"a b")");
  CHECK(desk.call("GET", "/api/v2/tickets").at("/tickets/0/id") == "5");
  const Answer found = desk.call("GET", "/api/v2/tickets.json?external_id=a%20b");
  CHECK(found.at("/count") == "2");
  CHECK(desk.call("GET", "/api/v2/tickets?external_id=c").at("/tickets") == "[]");
  CHECK(desk.call("GET", "/api/v2/tickets/count").at("/count/value") == "5");

  const Answer second = desk.call("GET", "/api/v2/tickets?per_page=2&page=2");
  CHECK(second.at("/tickets/0/id") == "3");
  CHECK(second.at("/previous_page") ==
        R"("https://acme.zendesk.com/api/v2/tickets.json?page=1&per_page=2")");
  const Answer first = desk.call("GET", "/api/v2/tickets?page[size]=3");
  CHECK(first.at("/meta/has_more") == "true");
  const std::string cursor = first.at("/meta/after_cursor");
  const Answer rest = desk.call(
      "GET", "/api/v2/tickets?page[size]=3&page[after]=" + cursor.substr(1, cursor.size() - 2));
  CHECK(rest.at("/tickets/0/id") == "2");
  CHECK(rest.at("/meta/has_more") == "false");
  CHECK(desk.call("GET", "/api/v2/tickets?page=101").status == 400);
  CHECK(desk.call("GET", "/api/v2/tickets?page[size]=no").status == 400);
}

TEST_CASE("an idempotency key makes one ticket for two hours") {
  Desk desk;
  const Headers key{{"Idempotency-Key", "k"}};
  const Answer first = desk.create(R"("subject":"a","priority":"low")", key);
  CHECK(first.header("x-idempotency-lookup") == "miss");
  const Answer again = desk.create(R"("priority":"low","subject":"a")", key);
  CHECK(again.status == 201);
  CHECK(again.header("x-idempotency-lookup") == "hit");
  CHECK(again.body == first.body);
  CHECK(again.header("location") == first.header("location"));
  const Answer other = desk.create(R"("subject":"b")", key);
  CHECK(other.status == 400);
  CHECK(other.body == R"({"error":"IdempotentRequestError","description":)"
                      R"("Request parameters don't match the given idempotency key"})");
  CHECK(desk.call("GET", "/api/v2/tickets/count").at("/count/value") == "4");
  desk.time += 2 * 60 * 60;
  CHECK(desk.create(R"("subject":"b")", key).at("/ticket/id") == "5");
}

TEST_CASE("a refused request may be corrected under its key") {
  Desk desk;
  const Headers key{{"Idempotency-Key", "k"}};
  CHECK(desk.create(R"("priority":"x")", key).status == 422);
  CHECK(desk.create(R"("priority":"low")", key).header("x-idempotency-lookup") == "miss");
}
