// SPDX-License-Identifier: Apache-2.0
// From Zendesk's problems to a host's errors.
#include "plugin/tasks/errors.h"

#include <doctest/doctest.h>

#include <exception>
#include <tuple>

#include "inputs.h"
#include "plugin/tasks/refusal.h"
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
  CHECK(FaultOf({"base", "", "d", 5, "FieldText"}, input).title == "Custom fields (5)");
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
  CHECK(FaultOf({"a/b", "", "d", 0, ""}, input).title == "a/b");
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

TEST_CASE("words of Zendesk's sentences, where they have no code") {
  const std::pair<const char*, const char*> rows[] = {
      {"Status: closed prevents ticket update", "closed"},
      {"Assignee: is required when solving a ticket", "required_on_solve"},
      {"Requester: Fay is suspended.", "suspended"},
      {"Assignee: Ben is not in the group", "not_in_group"},
      {"Description: cannot be blank", "required"},
      {"Email: a@x.org is already being used by another user", "not_unique"},
      {"Name: has already been taken", "not_unique"},
      {"Requester: Name:  is too short (minimum is 1 character)", "required"},
      {"Requester: Email:  a@ is not properly formatted", "bad_format"},
      {"Group: is invalid", "not_allowed"},
      {"Priority: most is not a valid priority", "not_allowed"},
      {"Price: is an odd one", "refused"},
      {"Order number: is not a number", "wrong_type"},
      {"Refund amount: is not a decimal number", "wrong_type"},
      {"Under warranty: is not true or false", "wrong_type"},
      {"Purchased on: is not a date", "wrong_type"},
      {"Card used: is not a card number", "wrong_type"},
      {"Account manager: is not a known record", "not_found"},
      {"Product: ink is not an option", "not_allowed"},
      {"Priority: most is not included in the list", "not_allowed"},
      {"Licence key: is not the right format", "bad_format"},
      {"Licence key: does not have the right format", "bad_format"},
      {"Email is not properly formatted", "bad_format"},
      {"Organization: is not one of the organizations of the requester", "not_of_requester"},
      {"Problem: is not a ticket of type problem", "no_problem"},
      {"Name: is generated and can't be set", "generated"},
      {"colour: is not a field of asset", "unknown_name"},
      {"Name cannot be blank", "required"},
      {"External ID: X-1 is already in use", "not_unique"},
      {"Subject: is too long (maximum is 255 characters)", "too_long"},
  };
  for (const auto& [description, code] : rows) {
    CAPTURE(description);
    const auto fault = FaultOf({"base", "", description, 0, ""}, Some());
    CHECK(fault.code == code);
    CHECK_FALSE(fault.remedy.empty());
    CHECK(fault.message.find(description) == std::string::npos);
    CHECK(fault.said == description);
  }
}

TEST_CASE("what is said of the whole, of a field that its sentence begins with") {
  const Input input = Update(R"({"ticket_id":1,"status":"open","custom_status":"Waiting"})");
  const auto place = [&input](const char* description) {
    return FaultOf({"base", "", description, 0, ""}, input).pointer;
  };
  CHECK(place("Status: closed prevents ticket update") == "/status");
  CHECK(place("Custom status: is invalid") == "/custom_status");
  CHECK(place("Priority: is invalid").empty());  // not given
  CHECK(FaultOf({"base", "", "Priority: is invalid", 0, ""}, input).message ==
        "Priority: Zendesk does not allow this value here.");
}

TEST_CASE("a custom field is named by its title and its number, with what it can hold") {
  FieldProblem problem{"base", "InvalidValue", "Size: is invalid", 5, "FieldTagger"};
  const Input input = Create(R"({"comment_body":"x","custom_fields":[{"id":5,"value":"huge"}]})");
  CHECK(FaultOf(problem, input).title == "Size (5)");
  problem.title = "Size of the thing";
  problem.options = {"Small", "Big"};
  const auto fault = FaultOf(problem, input);
  CHECK(fault.pointer == "/custom_fields/0/value");
  CHECK(fault.title == "Size of the thing (5)");
  CHECK(fault.message == "Size of the thing (5): Zendesk does not allow this value here.");
  CHECK(fault.allowed == std::vector<std::string>{"Small", "Big"});
}

TEST_CASE("what is allowed is told as far as Zendesk tells it") {
  const auto message = [](const char* description) {
    return FaultOf({"base", "", description, 0, ""}, Some()).message;
  };
  CHECK(message("Subject: is too long (maximum is 255 characters)")
            .ends_with(": the value is too long; Zendesk takes 255 characters."));
  CHECK(message("Subject: is too short (minimum is 3 characters)")
            .ends_with(": the value is too short; Zendesk takes 3 characters or more."));
  CHECK(message("Subject: is too long").ends_with(": the value is too long."));
  FieldProblem problem{"base", "", "Key: does not have the right format", 5, ""};
  problem.pattern = "^[A-Z]{4}$";
  CHECK(FaultOf(problem, Some()).remedy ==
        "Write a value that fits the field's pattern: ^[A-Z]{4}$");
}

TEST_CASE("a sentence about a field that came without one") {
  Problem problem(Problem::Kind::kRejected, "zendesk.invalid_request", Message("No."));
  problem.said = "Subject cannot be blank";
  const Input input = Create(R"({"comment_body":"x"})");
  Error error = Convert(problem, input);
  REQUIRE(error.faults.size() == 1);
  CHECK(error.faults[0].pointer == "/subject");
  CHECK(error.message ==
        "Zendesk refuses some of the values. Subject: Zendesk needs a value here. Fill it in.");
  problem.said = "The moon is full.";
  error = Convert(problem, input);
  CHECK(error.faults.empty());
  CHECK(error.said == "The moon is full.");
  CHECK(error.message ==
        "No. Zendesk gives a reason of its own, which is among the details of this error.");
  problem.said = "Parameter ticket is required";
  problem.zendesk_name = "ParameterMissing";
  CHECK(Convert(problem, input).faults.empty());
}

TEST_CASE("a record's fields by their titles") {
  const Input input =
      MakeInput("zendesk.create_record",
                R"({"object_type":"car","name":"n","attributes":{"Serial Number":1}})");
  const auto fault = FaultOf({"serial", "", "Serial number: is invalid", 0, ""}, input);
  CHECK(fault.pointer == "/attributes/Serial Number");
  CHECK(fault.title == "Serial number");
  CHECK(Place("other", input).empty());
}

TEST_CASE("a complaint of ours keeps its words") {
  const auto fault = FaultOf(zendesk::tasks::Complaint("subject", "DuplicateValue", "No, thanks."),
                             Create(R"({"comment_body":"x","subject":"s"})"));
  CHECK(fault.message == "Subject: No, thanks.");
  CHECK(fault.code == "not_unique");
  CHECK_FALSE(fault.remedy.empty());
}

TEST_CASE("all is said in the language of the input") {
  const task_plugin::Schema schema("zendesk.create_ticket",
                                   ManifestFile("tasks/create_ticket.input.json"), French());
  const Input input(schema, French(), R"({"subject":"x"})");
  Problem problem(Problem::Kind::kRejected, "zendesk.validation_failed",
                  Message("Zendesk answered with a fault of its own (HTTP {}).", 500));
  problem.said = "Wait, {}.";
  problem.fields = {{"subject", "", "Subject: is invalid", 0, ""}};
  const Error error = Convert(problem, input);
  CHECK(
      error.message ==
      "Zendesk a r\u00E9pondu par une erreur interne (HTTP 500). Objet\u00A0: Zendesk n\u2019admet "
      "pas cette valeur ici. Choisissez une valeur que Zendesk propose pour ce champ.");
  CHECK(error.faults[0].title == "Objet");
  CHECK(error.faults[0].said == "Subject: is invalid");
  CHECK(error.said == "Wait, {}.");
}

TEST_CASE("the message tells every fault, and what to do when there is one") {
  Problem problem(Problem::Kind::kRejected, "zendesk.validation_failed", Message("No."));
  problem.fields = {{"subject", "BlankValue", "Subject: cannot be blank", 0, ""}};
  const Input input = Create(R"({"comment_body":"x","subject":null})");
  CHECK(Convert(problem, input).message == "No. Subject: Zendesk needs a value here. Fill it in.");
  problem.fields.push_back({"base", "", "", 0, ""});
  const Error error = Convert(problem, input);
  CHECK(error.message ==
        "No. Subject: Zendesk needs a value here. The values as a whole: Zendesk does not take "
        "this.");
  CHECK(error.faults.size() == 2);
}

TEST_SUITE_END();
