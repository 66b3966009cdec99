// SPDX-License-Identifier: Apache-2.0
// What is said about a faulty input: every fault, at its place, by its title, with a way out.
#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "author/check.h"
#include "author/input.h"
#include "sample.h"

namespace task_plugin {
namespace {

using List = std::vector<std::string>;

std::vector<Fault> FaultsOf(const std::string& json) {
  std::vector<Fault> faults;
  sample::Coerced(json, &faults);
  return faults;
}

Fault OnlyFaultOf(const std::string& fields) {
  const std::vector<Fault> faults =
      FaultsOf("{\"subject\":\"s\"" + (fields.empty() ? "" : "," + fields) + "}");
  REQUIRE(faults.size() == 1);
  return faults.front();
}

TEST_CASE("each limit has its code, and its message the title and the limit") {
  struct Row {
    const char* fields;
    const char* pointer;
    const char* code;
    const char* message;
  };
  const Row kTable[] = {
      {R"("count":-6)", "/count", "too_small", "Count must be at least -5."},
      {R"("count":9007199254740994)", "/count", "too_big",
       "Count must be at most 9007199254740993."},
      {R"("share":0.25)", "/share", "too_small", "share must be at least 0.5."},
      {R"("share":1.5)", "/share", "too_big", "share must be at most 1."},
      {R"("id":18446744073709551616)", "/id", "too_big",
       "Id is a number that does not fit 64 bits."},
      {R"("tags":[])", "/tags", "too_few", "Tags must have at least 1 item(s)."},
      {R"("tags":["aa","bb","cc","dd"])", "/tags", "too_many", "Tags must have at most 3 items."},
      {R"("tags":["aa","bb","aa"])", "/tags", "not_unique", "Tags holds the same item twice."},
      {R"("tags":["aa","b"])", "/tags/1", "too_short",
       "Tags, entry 2 must have at least 2 character(s)."},
      {R"("email":"ada")", "/email", "bad_format", "E-mail is not an e-mail address."},
      {R"("code":"A1")", "/code", "bad_format",
       "Code does not have the expected form \"^([a-z]{2}[0-9]+)$\"."},
      {R"("public":1)", "/public", "wrong_type", "Public must be true or false, not a number."},
      {R"("count":null)", "/count", "wrong_type", "Count cannot be cleared with null."},
      {R"("text_or_id":[])", "/text_or_id", "wrong_type",
       "text_or_id must be a text or a whole number, not a list."},
      {R"("tags":"aa")", "/tags", "wrong_type", "Tags must be a list of texts."},
      {R"("address":{})", "/address/city", "required", "City is required."},
      {R"("address":{"city":"c","box":1,"~/":1})", "/address/~0~1", "unknown_property",
       "There is no field \"~/\"."},
      {R"("address":{"city":"c","box":null})", "/address", "one_required",
       "One of these fields is required: Street, box."},
      {R"("attributes":{"a b":"x"})", "/attributes/a b", "wrong_type",
       "Attributes must be a whole number, not a text."},
      {R"("shape":{"is":"line"})", "/shape", "invalid",
       "Shape does not have any of the accepted forms."},
      {R"("level":3)", "/level", "not_allowed", "Level must be one of: 1, 2."},
  };
  for (const Row& row : kTable) {
    CAPTURE(row.fields);
    std::vector<Fault> faults = FaultsOf("{\"subject\":\"s\"," + std::string(row.fields) + "}");
    // An address without anything lacks two things.
    std::erase_if(faults, [&](const Fault& fault) { return fault.pointer != row.pointer; });
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().code == row.code);
    CHECK(faults.front().message == row.message);
    CHECK_FALSE(faults.front().remedy.empty());
  }
}

TEST_CASE("limits count characters, not bytes") {
  CHECK(FaultsOf("{\"subject\":\"\u00E9\U0001F600\u00E9\u00E9\u00E9\"}").empty());
  const std::vector<Fault> faults = FaultsOf(R"({"subject":"123456"})");
  REQUIRE(faults.size() == 1);
  CHECK(faults.front().message == "Subject must have at most 5 characters.");
  CHECK(faults.front().title == "Subject");
}

TEST_CASE("a fault lists what would do, and what to do") {
  Fault fault = OnlyFaultOf(R"("status":"closed")");
  CHECK(fault.code == "not_allowed");
  CHECK(fault.title == "Status");
  CHECK(fault.allowed == List{"open", "pending", "on_hold", "solved"});
  fault = OnlyFaultOf(R"("status":"en attente")");
  CHECK(fault.code == "ambiguous");
  CHECK(fault.allowed == List{"pending", "on_hold"});
  CHECK(fault.message == "Status: \"en attente\" fits more than one value: pending, on_hold.");
  CHECK(fault.remedy == "Use one of these values instead.");
  fault = OnlyFaultOf(R"("address":{"city":"c","box":1,"zip":2})");
  CHECK(fault.allowed == List{"city", "street", "box", "kind"});
  CHECK(fault.remedy == "Write the name of a field that there is, such as: box, city, kind.");
  fault = OnlyFaultOf(R"("email":"ada")");
  CHECK(fault.remedy == "Write it like ada@example.com.");
  fault = OnlyFaultOf(R"("tags":"aa, bb")");
  CHECK(fault.remedy.find("in quotes") != std::string::npos);
  fault = OnlyFaultOf(R"("address":{"city":"c"})");
  CHECK(fault.allowed == List{"street", "box"});
}

TEST_CASE("oneOf accepts each of its shapes") {
  CHECK(FaultsOf(R"({"subject":"s","shape":{"is":"dot"}})").empty());
  CHECK(FaultsOf(R"({"subject":"s","shape":{"is":"line","to":3}})").empty());
}

TEST_CASE("all faults come at once, in the order of the document") {
  const std::vector<Fault> faults = FaultsOf(
      R"({"count":"x","tags":["a","bb",3],"nope":1,"address":{"kind":"nowhere"},"numbers":[1,[2],"y"]})");
  List found;
  for (const Fault& fault : faults) found.push_back(fault.pointer + " " + fault.code);
  CHECK(found == List{"/count wrong_type", "/tags/0 too_short", "/tags/2 wrong_type",
                      "/nope unknown_property", "/address/kind not_allowed",
                      "/address/city required", "/address one_required", "/numbers/1 wrong_type",
                      "/numbers/2 wrong_type", "/subject required", " one_required"});
}

TEST_CASE("a hostile input cannot ask for more faults than anybody reads") {
  std::string json = R"({"subject":"s","numbers":[)";
  for (int i = 0; i < 100'000; ++i) json += "\"x\",";
  CHECK(FaultsOf(json + "0]}").size() == kMostFaults);
  json = R"({"subject":"s")";
  for (int i = 0; i < 100'000; ++i) json += ",\"k" + std::to_string(i) + "\":0";
  CHECK(FaultsOf(json + "}").size() == kMostFaults);
  const Input input(sample::TheSchema(), sample::TheLocales(), json + "}");
  CHECK_THROWS_AS(input.ThrowIfFaulty(), Error);
  CHECK_FALSE(input.Has("subject"));
}

TEST_CASE("an input that is no object is one fault") {
  for (const char* json : {"[]", "1", "\"{}\"", "null", "18446744073709551616"}) {
    CAPTURE(json);
    const std::vector<Fault> faults = FaultsOf(json);
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().pointer.empty());
    CHECK(faults.front().code == "wrong_type");
    Input input(sample::TheSchema(), sample::TheLocales(), json);
    CHECK_FALSE(input.Has("subject"));
  }
}

TEST_CASE("faulty fields read as not given, sound ones as they are") {
  Input input(
      sample::TheSchema(), sample::TheLocales(),
      R"({"subject":"s","count":"x","id":null,"public":"oui","numbers":[1,"x"],"status":"Ouvert"})");
  CHECK(input.Text("subject") == "s");
  CHECK_FALSE(input.Has("count"));
  CHECK_FALSE(input.Has("numbers"));
  CHECK_FALSE(input.Integer("count"));
  CHECK(input.Has("id"));
  CHECK(input.IsNull("id"));
  CHECK_FALSE(input.Integer("id"));
  CHECK_FALSE(input.IsNull("level"));
  CHECK(input.Boolean("public") == true);
  CHECK(input.Text("status") == "open");
  CHECK(input.Title("status") == "Status");
  CHECK(input.Title("share") == "share");
  CHECK_THROWS_AS(input.Find("nope"), std::logic_error);

  input.AddFault(
      {"/status", "excluded", "Status and subject exclude each other.", "Status", {}, {}});
  try {
    input.ThrowIfFaulty();
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.status == Status::kInvalidArgument);
    CHECK(error.code == "invalid_input");
    CHECK(error.retry == Retry::kNever);
    REQUIRE(error.faults.size() == 3);
    CHECK(error.faults[2].code == "excluded");
    CHECK(error.message.starts_with(
        "The input has 3 faults. Count must be a whole number, not a text. "));
  }
}

TEST_CASE("an input knows which properties nobody has asked for") {
  const Input input(sample::TheSchema(), sample::TheLocales(), "");
  const size_t all = sample::TheSchema().root().properties.size();
  CHECK(input.Unread().size() == all);
  CHECK(input.Text("subject") == std::nullopt);
  input.Has("count");
  CHECK(input.Unread().size() == all - 2);
  CHECK(input.Unread().front() == "id");
}

}  // namespace
}  // namespace task_plugin
