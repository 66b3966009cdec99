// SPDX-License-Identifier: Apache-2.0
// From Zendesk's problems to a host's errors.
#include "plugin/tasks/errors.h"

#include <doctest/doctest.h>

#include <exception>
#include <tuple>

#include "inputs.h"
#include "plugin/zendesk/problem.h"

using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Retry;
using task_plugin::Status;
using zendesk::FieldProblem;
using zendesk::Message;
using zendesk::Problem;
using zendesk::tasks::Create;
using zendesk::tasks::French;
using zendesk::tasks::MakeInput;
using zendesk::tasks::ManifestFile;
using zendesk::tasks::ToError;
using zendesk::tasks::Update;

namespace {

Input Some() {
  return Create(R"({"comment_body":"x"})");
}

template <typename Thrown>
Error Convert(const Thrown& thrown, const Input& input) {
  return ToError(std::make_exception_ptr(thrown), input);
}

// The fault that a complaint about one field becomes.
task_plugin::Fault FaultOf(const FieldProblem& field, const Input& input) {
  Problem problem(Problem::Kind::kRejected, "zendesk.validation_failed", Message("No."));
  problem.fields.push_back(field);
  const Error error = Convert(problem, input);
  REQUIRE(error.faults.size() == 1);
  return error.faults[0];
}

std::string Place(const char* field, const Input& input) {
  return FaultOf({field, "", "d", 0, ""}, input).pointer;
}

std::string PlaceOfTicketField(int64_t id, const char* type, const Input& input) {
  return FaultOf({"base", "", "d", id, type}, input).pointer;
}

}  // namespace

TEST_SUITE_BEGIN("errors");

TEST_CASE("kinds become statuses") {
  const std::pair<Problem::Kind, Status> rows[] = {
      {Problem::Kind::kRejected, Status::kRejected},
      {Problem::Kind::kNotFound, Status::kNotFound},
      {Problem::Kind::kConflict, Status::kConflict},
      {Problem::Kind::kUnauthenticated, Status::kUnauthenticated},
      {Problem::Kind::kPermissionDenied, Status::kPermissionDenied},
      {Problem::Kind::kRateLimited, Status::kRateLimited},
      {Problem::Kind::kUnavailable, Status::kUnavailable},
      {Problem::Kind::kTimeout, Status::kTimeout},
      {Problem::Kind::kCancelled, Status::kCancelled},
      {Problem::Kind::kInternal, Status::kInternal},
  };
  for (const auto& [kind, status] : rows) {
    CHECK(Convert(Problem(kind, "c", Message("m")), Some()).status == status);
  }
}

TEST_CASE("retry classes, times and names pass on") {
  const std::pair<Problem::Retry, Retry> rows[] = {
      {Problem::Retry::kNever, Retry::kNever},
      {Problem::Retry::kSafe, Retry::kSafe},
      {Problem::Retry::kIfIdempotent, Retry::kIfIdempotent},
      {Problem::Retry::kUnknownOutcome, Retry::kUnknownOutcome},
  };
  Problem problem(Problem::Kind::kUnavailable, "zendesk.unavailable", Message("Not now."));
  problem.retry_after_ms = 7000;
  problem.http_status = 503;
  problem.request_id = "r-1";
  for (const auto& [from, to] : rows) {
    problem.retry = from;
    const Error error = Convert(problem, Some());
    CHECK(error.retry == to);
    CHECK(error.code == "zendesk.unavailable");
    CHECK(error.message == "Not now.");
    CHECK(error.retry_after_ms == 7000);
    CHECK(error.http_status == 503);
    CHECK(error.request_id == "r-1");
    CHECK(error.faults.empty());
  }
}

TEST_CASE("an author's error stays itself, everything else is a defect") {
  CHECK(Convert(Error(Status::kInvalidArgument, "invalid_input", "m"), Some()).code ==
        "invalid_input");
  const Error defect = Convert(std::logic_error("the schema has no property x"), Some());
  CHECK(defect.status == Status::kInternal);
  CHECK(defect.code == "internal");
  CHECK(defect.retry == Retry::kNever);
  CHECK(Convert(5, Some()).code == "internal");
}

TEST_CASE("Zendesk's names of fields, where they are the input's") {
  const Input input = Create(R"({"comment_body":"x","subject":"s","status":"open","tags":["t"]})");
  CHECK(Place("subject", input) == "/subject");
  CHECK(Place("status", input) == "/status");
  CHECK(Place("tags", input) == "/tags");
  CHECK(Place("priority", input).empty());  // not given
  CHECK(Place("base", input).empty());
  CHECK(Place("nonsense", input).empty());
  CHECK(Place("", input).empty());
  CHECK(FaultOf({"subject", "", "d", 0, ""}, input).title == "Subject");
  CHECK(FaultOf({"base", "", "d", 0, ""}, input).title.empty());
}

TEST_CASE("and where they are not") {
  const auto given = [](const char* name, const char* value) {
    return Update("{\"ticket_id\":1,\"" + std::string(name) + "\":" + value + "}");
  };
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {"requester", "requester_id", "1"},
      {"requester", "requester_email", "\"a@x.org\""},
      {"email", "requester_email", "\"a@x.org\""},
      {"assignee", "assignee_id", "1"},
      {"assignee", "assignee_email", "\"a@x.org\""},
      {"assignee", "assignee", "\"Ana\""},
      {"assignee_id", "assignee", "\"Ana\""},
      {"group", "group", "\"Support\""},
      {"requester", "requester", "\"Dana\""},
      {"organization", "organization", "\"Globex\""},
      {"brand", "brand", "\"Acme\""},
      {"custom_status", "custom_status", "\"Waiting\""},
      {"group", "group_id", "1"},
      {"organization", "organization_id", "1"},
      {"brand", "brand_id", "1"},
      {"ticket_form", "ticket_form_id", "1"},
      {"custom_status", "custom_status_id", "1"},
      {"problem", "problem_id", "1"},
      {"comment", "comment_body", "\"x\""},
      {"comment", "comment_html_body", "\"x\""},
      {"comment", "description", "\"x\""},
      {"description", "comment_body", "\"x\""},
  };
  for (const auto& [zendesk, name, value] : rows) {
    CAPTURE(name);
    CHECK(Place(zendesk, given(name, value)) == "/" + std::string(name));
    CHECK(Place(zendesk, Update(R"({"ticket_id":1})")).empty());
  }
  CHECK(Place("submitter", Create(R"({"comment_body":"x","submitter_id":1})")) == "/submitter_id");
  CHECK(Place("submitter", given("subject", "\"x\"")).empty());  // an update knows no submitter
}

TEST_CASE("ticket fields by their number") {
  const Input input = Create(R"({"comment_body":"x","custom_fields":[
      {"id":5,"value":"a"},{"id":9007199254740993,"value":"b"}]})");
  CHECK(PlaceOfTicketField(5, "FieldText", input) == "/custom_fields/0/value");
  CHECK(PlaceOfTicketField(9007199254740993, "", input) == "/custom_fields/1/value");
  CHECK(PlaceOfTicketField(9007199254740992, "FieldText", input) == "/custom_fields");
  CHECK(PlaceOfTicketField(5, "FieldText", Some()) == "/custom_fields");
  CHECK(FaultOf({"base", "", "d", 5, "FieldText"}, input).title == "Custom fields 5");
}

TEST_CASE("ticket fields that the input calls by their titles, or by digits") {
  const Input input = Create(R"({"comment_body":"x","custom_fields":[
      {"field":"order NUMBER","value":"a"},{"field":"5","value":"b"}]})");
  const auto place = [&input](int64_t id, const char* description) {
    return FaultOf({"base", "", description, id, "FieldText"}, input).pointer;
  };
  CHECK(place(7, "Order number: is required") == "/custom_fields/0/value");
  CHECK(place(5, "Size: is required") == "/custom_fields/1/value");
  CHECK(place(7, "Size: is required") == "/custom_fields");
}

TEST_CASE("Zendesk's own fields by their class, given or not") {
  const std::pair<const char*, const char*> rows[] = {
      {"FieldAssignee", "/assignee_id"},
      {"FieldGroup", "/group_id"},
      {"FieldSubject", "/subject"},
      {"FieldDescription", "/description"},
      {"FieldStatus", "/status"},
      {"FieldPriority", "/priority"},
      {"FieldTicketType", "/type"},
      {"FieldTickettype", "/type"},
      {"FieldCustomStatus", "/custom_status_id"},
  };
  for (const auto& [type, place] : rows) {
    CHECK(PlaceOfTicketField(5, type, Some()) == place);
  }
  CHECK(FaultOf({"base", "", "d", 5, "FieldAssignee"}, Some()).title == "Assignee ID");
}

TEST_CASE("a record's own fields by their keys") {
  const Input input =
      MakeInput("zendesk.create_record",
                R"({"object_type":"car","name":"n","attributes":{"a/b":1,"name":2}})");
  CHECK(Place("a/b", input) == "/attributes/a~1b");
  CHECK(FaultOf({"a/b", "", "d", 0, ""}, input).title == "Attributes a/b");
  CHECK(Place("name", input) == "/name");
  CHECK(Place("custom_object_fields", input) == "/attributes");
  CHECK(Place("other", input).empty());
  CHECK(Place("a/b", MakeInput("zendesk.create_record", R"({"object_type":"car"})")).empty());
}

TEST_CASE("a field that Zendesk misses is pointed to although it is not given") {
  const Input input = MakeInput("zendesk.create_record", R"({"object_type":"car"})");
  for (const char* code : {"BlankValue", "ValueTooShort"}) {
    CHECK(FaultOf({"name", code, "d", 0, ""}, input).pointer == "/name");
    CHECK(FaultOf({"base", code, "d", 0, ""}, input).pointer.empty());
  }
  CHECK(FaultOf({"name", "InvalidValue", "d", 0, ""}, input).pointer.empty());
}

TEST_CASE("codes of faults") {
  const std::pair<const char*, const char*> rows[] = {
      {"BlankValue", "required"},      {"DuplicateValue", "not_unique"},
      {"InvalidValue", "not_allowed"}, {"InvalidFormat", "bad_format"},
      {"ValueTooShort", "too_short"},  {"ValueTooLong", "too_long"},
      {"RecordNotFound", "not_found"}, {"", "refused"},
      {"SomethingNew", "refused"},
  };
  for (const auto& [zendesk, code] : rows) {
    CHECK(FaultOf({"base", zendesk, "d", 0, ""}, Some()).code == code);
  }
}

TEST_CASE("our sentences are in the language of the input, Zendesk's as they are") {
  const task_plugin::Schema schema("zendesk.create_ticket",
                                   ManifestFile("tasks/create_ticket.input.json"), French());
  const Input input(schema, French(), R"({"subject":"x"})");
  Problem problem(Problem::Kind::kRejected, "zendesk.validation_failed",
                  Message("Zendesk answered with a fault of its own (HTTP {}).", 500));
  problem.sentences.push_back(Message("It says: {}", "Wait, {}."));
  problem.fields = {{"subject", "", "Subject: too odd", 0, ""}};
  const Error error = Convert(problem, input);
  CHECK(error.message ==
        "Zendesk a r\u00E9pondu par une erreur interne (HTTP 500). Message re\u00E7u\u00A0: Wait, "
        "{}. "
        "(Subject: too odd)");
  CHECK(error.faults[0].message == "Subject: too odd");
  CHECK(error.faults[0].title == "Objet");
}

TEST_CASE("Zendesk's sentences are in the message and at the fields") {
  Problem problem(Problem::Kind::kRejected, "zendesk.validation_failed", Message("No."));
  problem.fields = {{"subject", "", "Subject: too odd", 0, ""}, {"base", "", "", 0, ""}};
  const Error error = Convert(problem, Some());
  CHECK(error.message == "No. (Subject: too odd)");
  REQUIRE(error.faults.size() == 2);
  CHECK(error.faults[0].message == "Subject: too odd");
}

TEST_SUITE_END();
