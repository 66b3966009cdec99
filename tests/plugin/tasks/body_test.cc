// SPDX-License-Identifier: Apache-2.0
// The documents that Zendesk gets, byte for byte.
#include "plugin/tasks/ticket_body.h"

#include <doctest/doctest.h>

#include "inputs.h"
#include "plugin/tasks/ticket_tags.h"

using zendesk::tasks::ApplyTagChanges;
using zendesk::tasks::BuildTagBody;
using zendesk::tasks::BuildTicketBody;
using zendesk::tasks::Create;
using zendesk::tasks::TicketBody;
using zendesk::tasks::TicketExtras;
using zendesk::tasks::TicketWrite;
using zendesk::tasks::Update;
using zendesk::tasks::WarningsOf;
using Tags = std::vector<std::string>;

namespace {

struct Built {
  std::string json;
  std::string warnings;  // see WarningsOf()
};

Built Build(const task_plugin::Input& input, TicketWrite write,
            const TicketExtras& extras = TicketExtras()) {
  input.ThrowIfFaulty();
  const TicketBody body = BuildTicketBody(input, write, extras);
  for (const auto& warning : body.warnings) CHECK_FALSE(warning.message.empty());
  return {body.json, WarningsOf(body.warnings)};
}

Built BuildCreate(std::string_view json) {
  return Build(Create(json), TicketWrite::kCreate);
}

Built BuildUpdate(std::string_view json) {
  return Build(Update(json), TicketWrite::kUpdate);
}

}  // namespace

TEST_SUITE_BEGIN("body");

TEST_CASE("the smallest of each") {
  CHECK(BuildCreate(R"({"comment_body":"Hi"})").json ==
        R"({"ticket":{"comment":{"body":"Hi","public":true}}})");
  CHECK(BuildUpdate(R"({"ticket_id":1})").json == R"({"ticket":{}})");
}

TEST_CASE("a comment takes the files that wait for it") {
  TicketExtras extras;
  extras.upload_token = "t/1";
  const auto json_of = [&extras](const task_plugin::Input& input, TicketWrite write) {
    return BuildTicketBody(input, write, extras).json;
  };
  CHECK(json_of(Create(R"({"comment_html_body":"Hi"})"), TicketWrite::kCreate) ==
        R"({"ticket":{"comment":{"html_body":"Hi","public":true,"uploads":["t/1"]}}})");
  CHECK(json_of(Update(R"({"ticket_id":1,"description":"Hi"})"), TicketWrite::kUpdate) ==
        R"({"ticket":{"comment":{"body":"Hi","public":false,"uploads":["t/1"]}}})");
}

TEST_CASE("all fields of a new ticket") {
  const Built built = BuildCreate(R"({
      "subdomain": "acme", "subject": "S \"q\" \u00e9\u0001", "comment_body": "B", "public": false,
      "status": "Open", "priority": "Faible", "type": "task", "tags": "\"Salesforce\", \"360\"",
      "custom_fields": [{"id": "9007199254740993", "value": 18446744073709551616},
                        {"id": 2, "value": ["a", "b"]}, {"id": 3, "value": null},
                        {"id": 4, "value": ""}, {"id": 5, "value": 1.5}, {"id": 6, "value": false}],
      "requester_email": "e@x.org", "requester_name": "E", "submitter_id": 11,
      "assignee_email": "a@x.org", "group_id": 12, "organization_id": "13",
      "email_ccs": ["c@x.org", "9223372036854775807"], "followers": ["f@x.org"],
      "external_id": "X", "ticket_form_id": 15, "brand_id": 16,
      "due_at": "2026-12-24T12:00:00Z", "problem_id": 17,
      "metadata": {"z": [1, {"a": 18446744073709551616}], "b": null}})");
  CHECK(built.json ==
        R"({"ticket":{"comment":{"body":"B","public":false},)"
        R"("requester":{"email":"e@x.org","name":"E"},"assignee_email":"a@x.org",)"
        R"("subject":"S \"q\" )"
        "\xC3\xA9"
        R"(\u0001","external_id":"X","type":"task","priority":"low","status":"open",)"
        R"("ticket_form_id":15,"brand_id":16,"due_at":"2026-12-24T12:00:00Z","problem_id":17,)"
        R"("group_id":12,"organization_id":13,)"
        R"("metadata":{"z":[1,{"a":18446744073709551616}],"b":null},"submitter_id":11,)"
        R"("tags":["Salesforce","360"],)"
        R"("email_ccs":[{"user_email":"c@x.org","action":"put"},)"
        R"({"user_id":9223372036854775807,"action":"put"}],)"
        R"("followers":[{"user_email":"f@x.org","action":"put"}],)"
        R"("custom_fields":[{"id":9007199254740993,"value":18446744073709551616},)"
        R"({"id":2,"value":["a","b"]},{"id":3,"value":null},{"id":5,"value":1.5},)"
        R"({"id":6,"value":false}]}})");
  CHECK(built.warnings == "field_ignored /custom_fields/3/value field_ignored /problem_id");
}

TEST_CASE("null clears, and empty text says nothing") {
  CHECK(BuildUpdate(R"({"ticket_id":1,"subject":null,"external_id":null,"type":null,
      "priority":null,"custom_status_id":null,"ticket_form_id":null,"brand_id":null,"due_at":null,
      "problem_id":null,"group_id":null,"organization_id":null,"assignee_id":null})")
            .json ==
        R"({"ticket":{"assignee_id":null,"subject":null,"external_id":null,"type":null,)"
        R"("priority":null,"custom_status_id":null,"ticket_form_id":null,"brand_id":null,)"
        R"("due_at":null,"problem_id":null,"group_id":null,"organization_id":null}})");
  CHECK(BuildUpdate(R"({"ticket_id":1,"subject":"","priority":"","tags":"","public":"",
      "assignee_id":"","metadata":"","email_ccs":""})")
            .json == R"({"ticket":{}})");
  CHECK(BuildUpdate(R"({"ticket_id":1,"tags":[],"email_ccs":[],"followers":[],"custom_fields":[]})")
            .json == R"({"ticket":{"tags":[],"email_ccs":[],"followers":[]}})");
}

TEST_CASE("the visibility of a comment is always said") {
  CHECK(BuildUpdate(R"({"ticket_id":1,"comment_body":"x"})").json ==
        R"({"ticket":{"comment":{"body":"x","public":false}}})");
  CHECK(BuildUpdate(R"({"ticket_id":1,"comment_body":"x","public":"oui"})").json ==
        R"({"ticket":{"comment":{"body":"x","public":true}}})");
  CHECK(BuildCreate(R"({"comment_html_body":"<p>x</p>","public":"non"})").json ==
        R"({"ticket":{"comment":{"html_body":"<p>x</p>","public":false}}})");
}

TEST_CASE("no text is lost") {
  Built built = BuildCreate(R"({"description":"D"})");
  CHECK(built.json == R"({"ticket":{"comment":{"body":"D","public":true}}})");
  CHECK(built.warnings.empty());
  built = BuildCreate(R"({"description":"D","comment_body":"C"})");
  CHECK(built.json == R"({"ticket":{"comment":{"body":"D\n\nC","public":true}}})");
  CHECK(built.warnings == "description_joined /description");
  built = BuildCreate(R"({"description":"<D> & \"d\"\n2","comment_html_body":"<b>C</b>"})");
  CHECK(built.json ==
        R"({"ticket":{"comment":{"html_body":"<p>&lt;D&gt; &amp; &quot;d&quot;<br>2</p><b>C</b>",)"
        R"("public":true}}})");
  CHECK(built.warnings == "description_joined /description");
  built = BuildUpdate(R"({"ticket_id":1,"description":"D"})");
  CHECK(built.json == R"({"ticket":{"comment":{"body":"D","public":false}}})");
  CHECK(built.warnings == "description_is_comment /description");
  built = BuildUpdate(R"({"ticket_id":1,"description":"D","comment_body":"C"})");
  CHECK(built.warnings == "description_joined /description");
}

TEST_CASE("a text that Zendesk will cut is sent whole, with a warning") {
  const auto body = [](size_t size) {
    return "{\"comment_body\":\"" + std::string(size, 'x') + "\"}";
  };
  CHECK(BuildCreate(body(65536)).warnings.empty());
  const Built built = BuildCreate(body(65537));
  CHECK(built.warnings == "comment_cut /comment_body");
  CHECK(built.json.find(std::string(65537, 'x')) != std::string::npos);
}

TEST_CASE("an id counts more than an e-mail address") {
  Built built = BuildCreate(R"({"comment_body":"x","requester_id":1,"requester_email":"e@x.org",
      "requester_name":"E","assignee_id":2,"assignee_email":"a@x.org"})");
  CHECK(built.json == R"({"ticket":{"comment":{"body":"x","public":true},"requester_id":1,)"
                      R"("assignee_id":2}})");
  CHECK(
      built.warnings ==
      "field_ignored /requester_email field_ignored /requester_name field_ignored /assignee_email");
  built = BuildUpdate(R"({"ticket_id":1,"assignee_id":null,"assignee_email":"a@x.org"})");
  CHECK(built.json == R"({"ticket":{"assignee_id":null}})");
  CHECK(built.warnings == "field_ignored /assignee_email");
}

TEST_CASE("changed tags come with the stamp that protects them") {
  const task_plugin::Input input =
      Update(R"({"ticket_id":1,"additional_tags":["new"],"remove_tags":["old"]})");
  TicketExtras extras;
  extras.tags = ApplyTagChanges(input, {"old", "kept"});
  extras.updated_stamp = "2026-11-22T10:00:00Z";
  CHECK(Build(input, TicketWrite::kUpdate, extras).json ==
        R"({"ticket":{"tags":["kept","new"],"safe_update":true,)"
        R"("updated_stamp":"2026-11-22T10:00:00Z"}})");
}

TEST_CASE("tags are added once, removed last, and compared without regard to case") {
  const auto change = [](std::string_view json, Tags tags) {
    return ApplyTagChanges(Update(json), std::move(tags));
  };
  CHECK(change(R"({"ticket_id":1})", {"b", "a"}) == Tags{"b", "a"});
  CHECK(change(R"({"ticket_id":1,"additional_tags":["A","b","c","C"]})", {"a"}) ==
        Tags{"a", "b", "c"});
  CHECK(change(R"({"ticket_id":1,"remove_tags":["Salesforce","\u00c9t\u00e9","none"]})",
               {"salesforce", "\xC3\xA9t\xC3\xA9", "b"}) == Tags{"b"});
  CHECK(change(R"({"ticket_id":1,"additional_tags":["a"],"remove_tags":["a"]})", {"b"}) ==
        Tags{"b"});
  CHECK(change(R"({"ticket_id":1,"additional_tags":[],"remove_tags":[]})", {"b"}) == Tags{"b"});
}

TEST_CASE("names as IDs, and values as their fields hold them") {
  const auto input = Create(R"({"comment_body":"x","requester":"Dana","group":"Support",
      "custom_fields":[{"field":"Product","value":"Printer"},{"field":"Size","value":5},
                       {"field":"Gone","value":null},{"field":"Left empty","value":""}]})");
  input.ThrowIfFaulty();
  TicketExtras extras;
  extras.names.requester_id = 9;
  extras.names.group_id = 8;
  extras.names.custom_fields = {{1, R"("tag_printer")"}, {2, ""}, {3, ""}, {4, ""}};
  extras.names.warnings.push_back({"not_checked", "m", "/custom_fields"});
  const TicketBody body = BuildTicketBody(input, TicketWrite::kCreate, extras);
  CHECK(body.json == R"({"ticket":{"comment":{"body":"x","public":true},"requester_id":9,)"
                     R"("group_id":8,"custom_fields":[{"id":1,"value":"tag_printer"},)"
                     R"({"id":2,"value":5},{"id":3,"value":null}]}})");
  CHECK(WarningsOf(body.warnings) ==
        "not_checked /custom_fields field_ignored /custom_fields/3/value");
}

TEST_CASE("a creation that turns out to be an update") {
  const auto input = Create(R"({"comment_body":"x","external_id":"e","match_on":"external_id",
      "tags":["New","kept"],"submitter_id":5})");
  TicketExtras extras;
  extras.operation = "o";
  extras.tags = ApplyTagChanges(input, {"kept"});
  extras.updated_stamp = "2026-11-22T10:00:00Z";
  const Built built = Build(input, TicketWrite::kUpdate, extras);
  CHECK(built.json == R"({"ticket":{"comment":{"body":"x","public":false},"external_id":"e",)"
                      R"("metadata":{"zendesk_tasks_operation":"o"},"tags":["kept","new"],)"
                      R"("safe_update":true,"updated_stamp":"2026-11-22T10:00:00Z"}})");
  CHECK(built.warnings == "field_ignored /submitter_id");
  // Nothing is told of tags without those of the ticket.
  CHECK(Build(input, TicketWrite::kUpdate).json.find("tags") == std::string::npos);
}

TEST_CASE("an update that turns out to be a creation") {
  TicketExtras extras;
  extras.predecessor.emplace();
  extras.predecessor->followup_source_id = 7;
  extras.predecessor->requester_id = 8;
  extras.predecessor->subject = "Old";
  Built built =
      Build(Update(R"({"ticket_id":7,"comment_body":"x"})"), TicketWrite::kCreate, extras);
  CHECK(built.json == R"({"ticket":{"comment":{"body":"x","public":false},)"
                      R"("via_followup_source_id":7,"requester_id":8,"subject":"Old"}})");
  extras.predecessor->followup_source_id = 0;
  built = Build(Update(R"({"ticket_id":7,"comment_body":"x","subject":null,"requester_id":9})"),
                TicketWrite::kCreate, extras);
  CHECK(built.json == R"({"ticket":{"comment":{"body":"x","public":false},"requester_id":9,)"
                      R"("subject":null}})");
}

TEST_CASE("single tags alone leave the body empty") {
  const auto is_empty = [](std::string_view json) {
    return BuildTicketBody(Update(json), TicketWrite::kUpdate, TicketExtras()).is_empty;
  };
  CHECK(is_empty(R"({"ticket_id":1,"additional_tags":["a"]})"));
  CHECK_FALSE(is_empty(R"({"ticket_id":1,"additional_tags":["a"],"comment_body":"x"})"));
  CHECK(BuildTagBody({"a", "b"}, "s") ==
        R"({"tags":["a","b"],"safe_update":true,"updated_stamp":"s"})");
}

TEST_CASE("a requester who is left out") {
  TicketExtras extras;
  extras.names.leaves_requester_out = true;
  CHECK(Build(Create(R"({"comment_body":"x","requester_email":"a@x.org"})"), TicketWrite::kCreate,
              extras)
            .json == R"({"ticket":{"comment":{"body":"x","public":true}}})");
}

TEST_SUITE_END();
