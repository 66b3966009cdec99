// SPDX-License-Identifier: Apache-2.0
// Every property of a schema is read by the code behind the task, and the code reads no other: an
// Input throws when it is asked for a property that its schema does not have.
#include <doctest/doctest.h>

#include <memory>
#include <set>

#include "author/host.h"
#include "inputs.h"
#include "plugin/tasks/attachments.h"
#include "plugin/tasks/comparison.h"
#include "plugin/tasks/connection.h"
#include "plugin/tasks/names.h"
#include "plugin/tasks/names_requester.h"
#include "plugin/tasks/profile_body.h"
#include "plugin/tasks/record_body.h"
#include "plugin/tasks/ticket_body.h"
#include "plugin/tasks/ticket_match.h"
#include "plugin/tasks/ticket_plan.h"
#include "tests/author/fake_host.h"

using task_plugin::Input;
using zendesk::tasks::Asked;
using zendesk::tasks::BuildMerge;
using zendesk::tasks::BuildProfile;
using zendesk::tasks::BuildRecordBody;
using zendesk::tasks::BuildTicketBody;
using zendesk::tasks::BuildUser;
using zendesk::tasks::ChecksRequester;
using zendesk::tasks::ConnectionType;
using zendesk::tasks::HasAttachments;
using zendesk::tasks::HasNames;
using zendesk::tasks::KeyOf;
using zendesk::tasks::KeyOfUpsert;
using zendesk::tasks::ManifestFile;
using zendesk::tasks::MatchesExternalId;
using zendesk::tasks::RecordWrite;
using zendesk::tasks::ReplacesClosed;
using zendesk::tasks::RestsOnReading;
using zendesk::tasks::SchemaOf;
using zendesk::tasks::TaskOf;
using zendesk::tasks::TellDifferences;
using zendesk::tasks::TheLocales;
using zendesk::tasks::TicketExtras;
using zendesk::tasks::TicketWrite;
using zendesk::tasks::ZendeskConnection;

namespace json = task_plugin::json;

namespace {

// What both ticket tasks take, apart from what excludes each other.
constexpr const char* kCommon =
    R"("subdomain":"acme","on_difference":"warn","subject":"s","comment_body":"b","description":"d","public":true,
       "status":"open","priority":"low","type":"incident","tags":["t"],
       "custom_fields":[{"id":1,"value":"v"}],"requester_id":1,"requester_email":"a@x.org",
       "requester_name":"A","assignee_email":"b@x.org","assignee_id":2,"group_id":3,
       "organization_id":4,"email_ccs":["c@x.org"],"followers":["5"],"external_id":"x",
       "ticket_form_id":6,"brand_id":7,"due_at":"2026-12-24T12:00:00Z","problem_id":8,
       "metadata":{"k":1},"requester_if_suspended":"leave_out",
       "attachments":[{"blob":"f","file_name":"n","content_type":"a/b"}])";

// The other side of each exclusion.
constexpr const char* kOther =
    R"("comment_html_body":"<p>h</p>","custom_status_id":9,"group":"Support")";

// Names, each of which excludes an ID.
constexpr const char* kNamed =
    R"("requester":"Dana","organization":"Globex","assignee":"Ana","group":"Support",
       "ticket_form":"Returns","brand":"Acme","custom_status":"Waiting","requester_if_several":"oldest")";

constexpr const char* kProfile =
    R"("subdomain":"acme","on_difference":"warn","source":"s","type":"t","email":"A@x.org","name":"n","phone_number":"1",
       "facebook":"f","twitter":"w","identifiers":[{"type":"sdk","value":"v"}],
       "attributes":{"k":1},"if_unavailable":"user")";

class Account {
 public:
  Account() {
    const auto manifest = json::Document::Parse(ManifestFile("plugin.json"), "The manifest");
    const json::Value& types = *json::Find(manifest.root(), "connections");
    type_ = std::make_unique<ConnectionType>(
        "oauth_access_token", *json::Find(types, "oauth_access_token"), TheLocales());
    connection_ = std::make_unique<ZendeskConnection>(
        *type_,
        task_plugin::ConnectInfo{"oauth_access_token", "c", R"({"subdomain":"acme"})",
                                 R"({"access_token":"t"})"},
        std::make_shared<task_plugin::Host>(fake_.get()), task_plugin::Policy());
  }

  const ZendeskConnection& connection() const { return *connection_; }

 private:
  task_plugin::FakeHost fake_;
  std::unique_ptr<ConnectionType> type_;
  std::unique_ptr<ZendeskConnection> connection_;
};

// What becomes of an input on its way to Zendesk, after the checks.
using Send = void (*)(const Input& input);

// The task reads them itself, and with them what is done about people who are in the way.
void ReadNames(const Input& input) {
  CHECK(HasNames(input));
  CHECK(ChecksRequester(input) == input.Has("requester_id"));
  CHECK(input.Text("requester_if_several").value_or("oldest") == "oldest");
}

void SendTicket(const Input& input) {
  ReadNames(input);
  HasAttachments(input);  // the task reads these itself
  CHECK(MatchesExternalId(input) == input.Has("external_id"));
  TicketExtras extras;
  extras.operation = "operation";
  BuildTicketBody(input, TicketWrite::kCreate, extras);
}

void SendTicketUpdate(const Input& input) {
  // UpdateTicket() itself reads these, to know which ticket, and whether to read it first.
  CHECK(input.Integer("ticket_id").has_value());
  ReadNames(input);
  HasAttachments(input);
  CHECK(RestsOnReading(input));
  CHECK(ReplacesClosed(input));
  TicketExtras extras;
  extras.operation = "operation";
  BuildTicketBody(input, TicketWrite::kUpdate, extras);
}

void SendProfileUpdate(const Input& input) {
  // The task itself reads this.
  CHECK(input.Text("if_unavailable") == "user");
  CHECK(KeyOf(input).Text() == "s:t:email:a@x.org");
  BuildMerge(input);
  BuildProfile(input);
  BuildUser(input, "");
}

void SendProfile(const Input& input) {
  CHECK(input.Text("if_exists") == "fail");  // read by the task itself
  SendProfileUpdate(input);
}

void SendRecord(const Input& input) {
  CHECK(input.Text("object_type") == "car");  // read by the task itself
  CHECK(KeyOfUpsert(input)->value == "x");
  BuildRecordBody(input, RecordWrite::kCreate, "");
}

void SendRecordUpdate(const Input& input) {
  CHECK(input.Text("object_type") == "car");
  CHECK((input.Text("record_id") || input.Text("external_id")));
  CHECK(KeyOfUpsert(input).has_value() == input.Has("if_missing"));
  BuildRecordBody(input, RecordWrite::kUpdate, "");
}

// Reads inputs that have all properties between them, and none of which has two that exclude each
// other.
void CheckAllRead(std::string_view id, Send send, std::initializer_list<std::string> documents) {
  const Account account;
  std::set<std::string> given;
  for (const std::string& document : documents) {
    CAPTURE(document);
    const auto parsed = json::Document::Parse(document, "The input");
    for (const auto& member : parsed.root().GetObject()) given.emplace(json::Text(member.name));
    Input input(SchemaOf(id), TheLocales(), document);
    account.connection().CheckSubdomain(input);
    TaskOf(id).check(input);
    input.ThrowIfFaulty();
    send(input);
    std::vector<task_plugin::Warning> warnings;  // of what comes of it
    zendesk::ObjectPlace whole;
    whole.size = 7;
    TellDifferences(input, Asked(R"({"a":1})"), R"({"a":2})", whole, {"id", "1"}, warnings);
    CHECK(warnings.size() == 1);
    CHECK(input.Unread() == std::vector<std::string_view>());
  }
  for (const auto& property : SchemaOf(id).root().properties) {
    CAPTURE(property->name);
    CHECK(given.count(property->name) == 1);
  }
}

}  // namespace

TEST_SUITE_BEGIN("properties");

TEST_CASE("create_ticket") {
  const std::string common =
      std::string(kCommon) + R"(,"submitter_id":10,"match_on":"external_id","if_closed":"new")";
  CheckAllRead("zendesk.create_ticket", SendTicket,
               {"{" + common + "}", "{" + std::string(kOther) + "}",
                "{" + std::string(kNamed) + R"(,"submitter":"Ana","comment_body":"b"})"});
}

TEST_CASE("update_ticket") {
  const std::string id = R"({"ticket_id":1,)";
  CheckAllRead(
      "zendesk.update_ticket", SendTicketUpdate,
      {id + kCommon + R"(,"safe_update":true,"if_closed":"new"})",
       id + kNamed + R"(,"if_closed":"follow_up"})",
       id + kOther + R"(,"additional_tags":["a"],"remove_tags":["b"],"if_closed":"new"})"});
}

TEST_CASE("create_profile") {
  CheckAllRead("zendesk.create_profile", SendProfile,
               {"{" + std::string(kProfile) + R"(,"if_exists":"fail"})"});
}

TEST_CASE("update_profile") {
  CheckAllRead("zendesk.update_profile", SendProfileUpdate, {"{" + std::string(kProfile) + "}"});
}

TEST_CASE("create_record") {
  CheckAllRead("zendesk.create_record", SendRecord, {R"({"subdomain":"acme","object_type":"car",
      "name":"n","external_id":"x","attributes":{"a":1},"match_on":"external_id",
      "on_difference":"warn"})"});
}

TEST_CASE("update_record") {
  CheckAllRead("zendesk.update_record", SendRecordUpdate,
               {R"({"subdomain":"acme","object_type":"car","record_id":"1","name":"n",
                   "attributes":{"a":1},"on_difference":"warn"})",
                R"({"object_type":"car","external_id":"x","if_missing":"create"})"});
}

TEST_CASE("a property that nobody reads would be noticed, and so would a foreign one") {
  const task_plugin::Schema schema(
      "t", R"({"type":"object","properties":{"read":{"type":"string"},"lost":{"type":"string"}}})",
      TheLocales());
  const Input input(schema, TheLocales(), R"({"read":"x","lost":"y"})");
  CHECK(input.Text("read") == "x");
  CHECK(input.Unread() == std::vector<std::string_view>{"lost"});
  CHECK_THROWS_AS(input.Text("foreign"), std::logic_error);
}

TEST_CASE("the manifest's tasks are the registered ones, in the same order") {
  const auto manifest = json::Document::Parse(ManifestFile("plugin.json"), "The manifest");
  auto task = zendesk::tasks::AllTasks().begin();
  const json::Value& entries = *json::Find(manifest.root(), "tasks");
  REQUIRE(entries.MemberCount() == zendesk::tasks::AllTasks().size());
  for (const auto& entry : entries.GetObject()) {
    CHECK(json::Text(entry.name) == task->id);
    CHECK(json::Find(entry.value, "schemaVersion")->GetUint() == task->version);
    CHECK(json::Text(*json::Find(entry.value, "input")) == task->input_file);
    CHECK(json::Text(*json::Find(entry.value, "output")) == task->output_file);
    ++task;
  }
}

TEST_SUITE_END();
