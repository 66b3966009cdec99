// SPDX-License-Identifier: Apache-2.0
// The profiles and users that Zendesk gets, byte for byte, and the inputs that are refused before.
#include <doctest/doctest.h>

#include "inputs.h"
#include "plugin/tasks/profile_body.h"

using task_plugin::Input;
using zendesk::tasks::BuildMerge;
using zendesk::tasks::BuildProfile;
using zendesk::tasks::BuildUser;
using zendesk::tasks::FaultsOf;
using zendesk::tasks::KeyOf;
using zendesk::tasks::MakeInput;
using zendesk::tasks::PersonBody;
using zendesk::tasks::WarningsOf;

namespace {

// With the three fields that every profile has.
std::string Fields(std::string_view more) {
  return R"({"source":"Qualtrics","type":"customer","email":"Ada@Example.com")" +
         std::string(more) + "}";
}

Input Create(std::string_view json) {
  return MakeInput("zendesk.create_profile", json);
}

// A fault-free input with these fields besides.
Input With(std::string_view more) {
  Input input = Create(Fields(more));
  input.ThrowIfFaulty();
  return input;
}

constexpr const char* kAll =
    R"(,"subdomain":"acme","name":"Ada \u00e9","phone_number":"+1 555","facebook":"ada.l",
        "twitter":"adal","identifiers":[{"type":"external_id","value":"C-1"},
        {"type":"email","value":"ADA@work.example"},{"type":"loyalty","value":"9"}],
        "attributes":{"score":9007199254740993,"deep":{"a":[1,{"b":null}]},"gone":null},
        "if_exists":"merge","if_unavailable":"user")";

}  // namespace

TEST_SUITE_BEGIN("profile");

TEST_CASE("by what Zendesk finds a profile: the address in lower case, as Zendesk keeps it") {
  CHECK(KeyOf(With("")).Text() == "Qualtrics:customer:email:ada@example.com");
}

TEST_CASE("the smallest of each") {
  CHECK(BuildMerge(With("")).json == R"({"profile":{}})");
  CHECK(BuildProfile(With("")).json ==
        R"({"profile":{"source":"Qualtrics","type":"customer",)"
        R"("identifiers":[{"type":"email","value":"ada@example.com"}],"attributes":{}}})");
  CHECK(BuildUser(With(""), "").json ==
        R"({"user":{"email":"ada@example.com","skip_verify_email":true}})");
}

TEST_CASE("all fields") {
  const std::string identifiers =
      R"("identifiers":[{"type":"email","value":"ada@example.com"},)"
      R"({"type":"phone_number","value":"+1 555"},{"type":"facebook","value":"ada.l"},)"
      R"({"type":"twitter","value":"adal"},{"type":"external_id","value":"C-1"},)"
      R"({"type":"email","value":"ada@work.example"},{"type":"loyalty","value":"9"}],)";
  const std::string attributes =
      R"("attributes":{"score":9007199254740993,"deep":{"a":[1,{"b":null}]},"gone":null}}})";
  const std::string name = "\"name\":\"Ada \xC3\xA9\",";
  CHECK(BuildMerge(With(kAll)).json == "{\"profile\":{" + name + identifiers + attributes);
  CHECK(BuildProfile(With(kAll)).json == "{\"profile\":{" + name +
                                             R"("source":"Qualtrics","type":"customer",)" +
                                             identifiers + attributes);
  CHECK(BuildUser(With(kAll), "x").json ==
        R"({"user":{"email":"ada@example.com",)" + name +
            R"("phone":"+1 555","external_id":"C-1","identities":[)"
            R"({"type":"facebook","value":"ada.l"},{"type":"twitter","value":"adal"},)"
            R"({"type":"email","value":"ada@work.example"}],"skip_verify_email":true}})");
}

TEST_CASE("a user's name if the input has none") {
  CHECK(BuildUser(With(""), "ada@example.com").json ==
        R"({"user":{"email":"ada@example.com","name":"ada@example.com",)"
        R"("skip_verify_email":true}})");
}

TEST_CASE("a second phone number of a user is an identity") {
  CHECK(BuildUser(
            With(R"(,"phone_number":"1","identifiers":[{"type":"phone_number","value":"2"}])"), "")
            .json == R"({"user":{"email":"ada@example.com","phone":"1",)"
                     R"("identities":[{"type":"phone_number","value":"2"}],)"
                     R"("skip_verify_email":true}})");
}

TEST_CASE("what a user has no place for is told") {
  const auto message = [](const char* more) {
    return BuildUser(With(more), "").warnings.at(0).message;
  };
  CHECK(WarningsOf(BuildUser(With(""), "").warnings) == "user_written /if_unavailable");
  CHECK(message("").ends_with("no place for: the source, the type."));
  CHECK(message(kAll).ends_with(
      "no place for: the source, the type, the attributes, an identifier of type loyalty."));
  CHECK(message(R"(,"identifiers":[{"type":"external_id","value":"1"},
                   {"type":"external_id","value":"2"},{"type":"sdk","value":"3"}])")
            .ends_with("the type, an identifier of type external_id."));
}

TEST_CASE("an identifier that stands twice is sent once") {
  CHECK(BuildProfile(With(R"(,"phone_number":"1","identifiers":[{"type":"phone_number","value":"1"},
      {"type":"email","value":"ADA@EXAMPLE.COM"},{"type":"phone_number","value":"2"}])"))
            .json == R"({"profile":{"source":"Qualtrics","type":"customer",)"
                     R"("identifiers":[{"type":"email","value":"ada@example.com"},)"
                     R"({"type":"phone_number","value":"1"},{"type":"phone_number","value":"2"}],)"
                     R"("attributes":{}}})");
}

TEST_CASE("null clears a name on update, and empty text says nothing") {
  Input input = MakeInput("zendesk.update_profile", Fields(R"(,"name":null)"));
  input.ThrowIfFaulty();
  CHECK(BuildMerge(input).json == R"({"profile":{"name":null}})");
  CHECK(BuildUser(input, "").json ==
        R"({"user":{"email":"ada@example.com","skip_verify_email":true}})");
  CHECK(FaultsOf(Create(Fields(R"(,"name":null)"))) == "wrong_type /name");
  CHECK(BuildMerge(With(R"(,"name":"","phone_number":"","facebook":"","twitter":"",
      "identifiers":"","attributes":"","if_exists":"","if_unavailable":"")"))
            .json == R"({"profile":{}})");
  const PersonBody body = BuildMerge(With(R"(,"attributes":{"a":"","b":1})"));
  CHECK(body.json == R"({"profile":{"attributes":{"b":1}}})");
  CHECK(WarningsOf(body.warnings) == "field_ignored /attributes/a");
}

TEST_CASE("choices are understood by their labels") {
  CHECK(With(R"(,"if_exists":"Replace it")").Text("if_exists") == "replace");
  CHECK(With(R"(,"if_exists":"Le compléter")").Text("if_exists") == "merge");
  CHECK(With(R"(,"if_unavailable":"écrire un utilisateur zendesk")").Text("if_unavailable") ==
        "user");
}

TEST_CASE("all faults at once") {
  CHECK(FaultsOf(Create(R"({"source":"a:b","type":":","email":"nobody","if_exists":"maybe",
      "if_unavailable":"never","attributes":[],"phone_number":5,"colour":"red",
      "identifiers":[{"type":"","value":"x"},{"value":"y"},{"type":"t","value":"v","z":1}]})")) ==
        "bad_format /email not_allowed /if_exists not_allowed /if_unavailable "
        "wrong_type /attributes wrong_type /phone_number unknown_property /colour "
        "too_short /identifiers/0/type required /identifiers/1/type "
        "unknown_property /identifiers/2/z bad_format /source bad_format /type");
  CHECK(FaultsOf(Create("{}")) == "required /source required /type required /email");
  CHECK(FaultsOf(Create(R"({"source":"","type":"","email":""})")) ==
        "too_short /source too_short /type too_short /email");
}

TEST_CASE("the source that Zendesk keeps for itself") {
  for (const char* source : {"zendesk", "Zendesk", " ZENDESK "}) {
    const Input input =
        Create(R"({"type":"t","email":"a@x.org","source":")" + std::string(source) + "\"}");
    REQUIRE(FaultsOf(input) == "not_allowed /source");
    CHECK_FALSE(input.faults()[0].remedy.empty());
  }
}

TEST_SUITE_END();
