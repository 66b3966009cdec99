// SPDX-License-Identifier: Apache-2.0
// What was asked for beside what came of it, written in the same way or in another.
#include "plugin/tasks/comparison.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "inputs.h"

using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Warning;
using zendesk::ObjectPlace;
using zendesk::tasks::Asked;
using zendesk::tasks::Create;
using zendesk::tasks::Update;
using zendesk::tasks::WarningsOf;

namespace {

ObjectPlace PlaceOfTicket(std::string_view body) {
  std::optional<zendesk::Message> complaint;
  return zendesk::ScanObject(body, "ticket", {}, complaint).value_or(ObjectPlace());
}

std::vector<Warning> Compare(const Asked& asked, const Input& input, std::string_view answer) {
  const std::string body = R"({"ticket":)" + std::string(answer) + "}";
  return asked.Differences(input, body, PlaceOfTicket(body));
}

std::string Differences(std::string_view asked, std::string_view answer) {
  const Input input = Update(R"({"ticket_id":1,"subject":"s","priority":"low","tags":["t"],
      "custom_fields":[{"id":5,"value":"v"}]})");
  return WarningsOf(Compare(Asked(asked), input, answer));
}

}  // namespace

TEST_SUITE_BEGIN("comparison");

TEST_CASE("the same, however it is written") {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"subject":"s"})", R"({"id":1,"subject":"s"})"},
      {R"({"subject":"\u00e9"})", R"({"subject":"é"})"},
      {R"({"subject":"s"})", R"({ "subject" : "s" })"},
      {R"({"priority":null})", R"({"priority":""})"},
      {R"({"tags":["B","a"]})", R"({"tags":["a","b","of_a_field"]})"},
      {R"({"tags":["a b"]})", R"({"tags":["a","b"]})"},
      {R"({"custom_fields":[{"id":5,"value":"v"}]})",
       R"({"custom_fields":[{"id":4,"value":null},{"id":5,"value":"v"}]})"},
      {R"({"custom_fields":[{"id":5,"value":7}]})",
       R"({"custom_fields":[{"value":"7","id":"5"}]})"},
      {R"({"custom_fields":[{"id":5,"value":["p","q"]}]})",
       R"({"custom_fields":[{"id":5,"value":["q","p"]}]})"},
      {R"({"comment":{"body":"x"},"requester":{"email":"a@x.org"},"metadata":{"a":1}})", "{}"},
      {R"({"brand_id":null,"ticket_form_id":null})", R"({"brand_id":7,"ticket_form_id":8})"},
      {R"({"subject":null})", R"({"id":1})"},  // what was removed is not there
      {R"({"subject":"s"})", ""},
      {"{}", R"({"subject":"s"})"},
  };
  for (const auto& [asked, answer] : rows) {
    CAPTURE(asked);
    CHECK(Differences(asked, answer).empty());
  }
}

TEST_CASE("what the answer does not show") {
  const std::string told = Differences(R"({"tags":["a"],"priority":"low"})", R"({"id":1})");
  CHECK(told.find("/tags") != told.npos);
  CHECK(told.find("/priority") != told.npos);
}

TEST_CASE("another, however alike it looks") {
  const std::tuple<const char*, const char*, const char*> rows[] = {
      {R"({"subject":"s"})", R"({"subject":"t","via":{"subject":"s"}})", "/subject"},
      {R"({"priority":"low"})", R"({"priority":null})", "/priority"},
      {R"({"priority":null})", R"({"priority":"low"})", "/priority"},
      {R"({"tags":["a","b"]})", R"({"tags":["a","bb"]})", "/tags"},
      {R"({"custom_fields":[{"id":5,"value":"v"}]})",
       R"({"custom_fields":[{"id":5,"value":"w"}],"fields":[{"id":5,"value":"v"}]})",
       "/custom_fields/0/value"},
      {R"({"custom_fields":[{"id":5,"value":"v"}]})", R"({"custom_fields":[]})",
       "/custom_fields/0/value"},
      {R"({"custom_fields":[{"id":5,"value":"a},b"}]})",
       R"({"custom_fields":[{"id":5,"value":"a},c"}]})", "/custom_fields/0/value"},
      {R"({"custom_fields":[{"id":6,"value":true}]})",
       R"({"custom_fields":[{"id":6,"value":false}]})", "/custom_fields"},
      {R"({"assignee_email":"a@x.org"})", R"({"assignee_id":null})", ""},
  };
  for (const auto& [asked, answer, place] : rows) {
    CAPTURE(asked);
    CHECK(Differences(asked, answer) == "not_as_asked " + std::string(place));
  }
}

TEST_CASE("a field is called by its place in the input") {
  const Input input =
      Create(R"({"comment_body":"x","custom_fields":[{"field":"Size","value":"v"}]})");
  const Asked asked(R"({"custom_fields":[{"id":5,"value":"v"}]})",
                    {{"5", "/custom_fields/0/value", "Size"}});
  const auto differences = Compare(asked, input, R"({"custom_fields":[{"id":5,"value":null}]})");
  REQUIRE(differences.size() == 1);
  CHECK(differences[0].message == "Size: Zendesk has not taken this; the field is empty.");
  CHECK(differences[0].pointer == "/custom_fields/0/value");
}

TEST_CASE("a difference is told once, as a warning or as an error") {
  const Asked asked(R"({"subject":"s"})");
  const auto tell = [&asked](const Input& input, std::vector<Warning> warnings) {
    const std::string_view body = R"({"ticket":{"subject":"t"}})";
    TellDifferences(input, asked, body, PlaceOfTicket(body), {"ticket_id", "7"}, warnings);
    return WarningsOf(warnings);
  };
  const Input warn = Update(R"({"ticket_id":1,"subject":"s"})");
  CHECK(tell(warn, {}) == "not_as_asked /subject");
  CHECK(tell(warn, {{"known", "m", "/subject"}}) == "known /subject");
  const Input fail = Update(R"({"ticket_id":1,"subject":"s","on_difference":"fail"})");
  try {
    tell(fail, {});
    FAIL("nothing was thrown");
  } catch (const Error& error) {
    CHECK(error.code == "zendesk.not_as_asked");
    REQUIRE(error.handles.size() == 1);
    CHECK(error.handles[0].value == "7");
    REQUIRE(error.faults.size() == 1);
    CHECK(error.faults[0].pointer == "/subject");
  }
}

TEST_CASE("what would change, from and to") {
  const Input input = Update(R"({"ticket_id":1,"subject":"s"})");
  const auto changes =
      Asked(R"({"subject":"s","priority":"low","custom_fields":[{"id":5,"value":1}]})")
          .Changes(input, R"({"subject":"old","priority":"low"})");
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].field == "subject");
  CHECK(changes[0].label == "Subject");
  CHECK(changes[0].from.text == "old");
  CHECK(changes[0].to.text == "s");
  CHECK(changes[1].field == "custom_fields.5");
  CHECK(changes[1].from.is_empty());
}

TEST_SUITE_END();
