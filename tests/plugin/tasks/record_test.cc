// SPDX-License-Identifier: Apache-2.0
// The records that Zendesk gets, byte for byte, and the inputs that are refused before.
#include <doctest/doctest.h>

#include "inputs.h"
#include "plugin/tasks/record_body.h"

using task_plugin::Input;
using zendesk::tasks::BuildRecordBody;
using zendesk::tasks::FaultsOf;
using zendesk::tasks::KeyOfUpsert;
using zendesk::tasks::MakeInput;
using zendesk::tasks::RecordBody;
using zendesk::tasks::RecordWrite;
using zendesk::tasks::WarningsOf;

namespace {

Input Create(std::string_view json) {
  return MakeInput("zendesk.create_record", json);
}

Input Update(std::string_view json) {
  return MakeInput("zendesk.update_record", json);
}

std::string CreateBody(std::string_view json) {
  const Input input = Create(json);
  input.ThrowIfFaulty();
  return BuildRecordBody(input, RecordWrite::kCreate, "").json;
}

std::string UpdateBody(std::string_view json) {
  const Input input = Update(json);
  input.ThrowIfFaulty();
  return BuildRecordBody(input, RecordWrite::kUpdate, "").json;
}

}  // namespace

TEST_SUITE_BEGIN("record");

TEST_CASE("the smallest of each") {
  CHECK(CreateBody(R"({"object_type":"car"})") == R"({"custom_object_record":{}})");
  CHECK(UpdateBody(R"({"object_type":"car","record_id":"01"})") ==
        R"({"custom_object_record":{}})");
}

TEST_CASE("all fields of a new record") {
  CHECK(CreateBody(R"({"subdomain":"acme","object_type":"car","name":"N \"q\" \u00e9",
      "external_id":"X,1","attributes":{"make":"Tesla","year":2020,"big":9007199254740993,
      "huge":12345678901234567890123,"price":1249.90,"new":true,"options":["a","b"],"gone":null}})") ==
        R"({"custom_object_record":{"name":"N \"q\" )"
        "\xC3\xA9"
        R"(","external_id":"X,1","custom_object_fields":{"make":"Tesla","year":2020,)"
        R"("big":9007199254740993,"huge":12345678901234567890123,"price":1249.90,"new":true,)"
        R"("options":["a","b"],"gone":null}}})");
}

TEST_CASE("what finds a record that is made when it is missing") {
  const auto key = [](const Input& input) {
    input.ThrowIfFaulty();
    const auto found = KeyOfUpsert(input);
    return found ? std::string(found->by) + "=" + std::string(found->value) : std::string();
  };
  const std::string both = R"({"object_type":"car","name":"N","external_id":"X")";
  CHECK(key(Create(both + "}")).empty());
  CHECK(key(Create(both + R"(,"match_on":"external_id"})")) == "external_id=X");
  CHECK(key(Create(both + R"(,"match_on":"name"})")) == "name=N");
  CHECK(key(Update(both + R"(,"if_missing":"fail"})")).empty());
  const Input input = Update(both + R"(,"if_missing":"create"})");
  CHECK(key(input) == "external_id=X");
  CHECK(BuildRecordBody(input, RecordWrite::kUpsert, "").json ==
        R"({"custom_object_record":{"name":"N","external_id":"X"}})");
}

TEST_CASE("null clears, and empty text says nothing") {
  CHECK(UpdateBody(R"({"object_type":"car","record_id":"01","name":null,"external_id":null,
      "attributes":{"a":null}})") == R"({"custom_object_record":{"name":null,"external_id":null,)"
                                     R"("custom_object_fields":{"a":null}}})");
  CHECK(UpdateBody(R"({"object_type":"car","record_id":"01","name":"","external_id":"",
      "attributes":""})") == R"({"custom_object_record":{}})");
  CHECK(CreateBody(R"({"object_type":"car","name":"","external_id":"","attributes":{}})") ==
        R"({"custom_object_record":{"custom_object_fields":{}}})");
}

TEST_CASE("an empty value of an attribute is left out, and said to be") {
  const Input input = Create(R"({"object_type":"car","attributes":{"a":"","b/c":"","d":"x"}})");
  const RecordBody body = BuildRecordBody(input, RecordWrite::kCreate, "");
  CHECK(body.json == R"({"custom_object_record":{"custom_object_fields":{"d":"x"}}})");
  CHECK(WarningsOf(body.warnings) == "field_ignored /attributes/a field_ignored /attributes/b~1c");
}

TEST_CASE("an external id that finds the record is not written into it") {
  CHECK(UpdateBody(R"({"object_type":"car","external_id":"X","name":"n"})") ==
        R"({"custom_object_record":{"name":"n"}})");
}

TEST_CASE("a record is named in one way") {
  CHECK(FaultsOf(Update(R"({"object_type":"car"})")) == "one_required ");
  CHECK(FaultsOf(Update(R"({"object_type":"car","external_id":null})")) == "one_required ");
  CHECK(FaultsOf(Update(R"({"object_type":"car","record_id":"","external_id":""})")) ==
        "one_required ");
  CHECK(FaultsOf(Update(R"({"object_type":"car","record_id":"1","external_id":"X"})")) ==
        "excluded /external_id");
  CHECK(FaultsOf(Update(R"({"object_type":"car","record_id":"1","external_id":null})")).empty());
  CHECK(FaultsOf(Update(R"({"object_type":"car","record_id":null,"external_id":"X"})")) ==
        "wrong_type /record_id");
  CHECK(FaultsOf(Update(R"({"object_type":"car","external_id":"a,b"})")) ==
        "bad_format /external_id");
  for (const char* id : {".", ".."}) {
    CHECK(FaultsOf(Update(R"({"object_type":"car","record_id":")" + std::string(id) + "\"}")) ==
          "bad_format /record_id");
  }
}

TEST_CASE("keys of legacy objects are refused with what replaced them") {
  for (const char* key :
       {"zen:user", "zen:custom_object:car", "/api/sunshine/objects/records", "objects/car"}) {
    CAPTURE(key);
    const Input input = Create(R"({"object_type":")" + std::string(key) + "\"}");
    REQUIRE(FaultsOf(input) == "legacy_object /object_type");
    CHECK(input.faults()[0].message.find("replaced") != std::string::npos);
    CHECK_FALSE(input.faults()[0].remedy.empty());
    CHECK(input.faults()[0].title == "Object type");
  }
  for (const char* key : {".", ".."})
    CHECK(FaultsOf(Create(R"({"object_type":")" + std::string(key) + "\"}")) ==
          "bad_format /object_type");
  CHECK(FaultsOf(Create(R"({"object_type":""})")) == "too_short /object_type");
}

TEST_CASE("all faults at once") {
  CHECK(FaultsOf(Update(R"({"object_type":"a:b","record_id":"1","external_id":"x,y","colour":1,
      "name":5,"attributes":{"ok":1,"a":{"b":1},"c":["d",2],"e":[null],"f":[]}})")) ==
        "unknown_property /colour wrong_type /name legacy_object /object_type "
        "wrong_type /attributes/a wrong_type /attributes/c wrong_type /attributes/e "
        "excluded /external_id bad_format /external_id");
}

TEST_CASE("attributes under their keys, and values as their fields hold them") {
  const Input input = Create(R"({"object_type":"Car","attributes":{"Make":"Tesla","Year":"2020",
      "Left empty":"","Gone":null}})");
  input.ThrowIfFaulty();
  const RecordBody body =
      BuildRecordBody(input, RecordWrite::kCreate, "",
                      {{"make", ""}, {"year", "2020"}, {"empty", ""}, {"gone", ""}});
  CHECK(body.json == R"({"custom_object_record":{"custom_object_fields":)"
                     R"({"make":"Tesla","year":2020,"gone":null}}})");
  CHECK(WarningsOf(body.warnings) == "field_ignored /attributes/Left empty");
}

TEST_SUITE_END();
