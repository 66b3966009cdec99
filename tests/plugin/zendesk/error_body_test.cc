// SPDX-License-Identifier: Apache-2.0
// Every form of error body that Zendesk is known to send, and bodies that nobody should send.
#include "plugin/zendesk/error_body.h"

#include <doctest/doctest.h>

#include <algorithm>

using zendesk::ErrorBody;
using zendesk::ReadErrorBody;

TEST_SUITE_BEGIN("error_body");

TEST_CASE("a name and a sentence") {
  const ErrorBody body = ReadErrorBody(R"({"error":"RecordNotFound","description":"Not found"})");
  CHECK(body.name == "RecordNotFound");
  CHECK(body.text == "Not found");
  CHECK(body.fields.empty());
}

TEST_CASE("validation, field by field") {
  const ErrorBody body = ReadErrorBody(R"({
      "error": "RecordInvalid", "description": "Record validation errors",
      "details": {
        "base": [{"description": "Order number: is required when solving a ticket", "error": null,
                  "ticket_field_id": 9007199254740993, "ticket_field_type": "FieldInteger"},
                 {"description": "Description: cannot be blank", "error": "BlankValue"}],
        "status": [{"description": "Status: closed prevents ticket update"}],
        "plain": ["one", "two"],
        "single": "three",
        "odd": [5, null, {}, [], {"description": 5, "error": [], "ticket_field_id": "7"}],
        "none": {"description": "not a list"}}})");
  CHECK(body.name == "RecordInvalid");
  CHECK(body.text == "Record validation errors");
  REQUIRE(body.fields.size() == 8);
  CHECK(body.fields[0].field == "base");
  CHECK(body.fields[0].code.empty());
  CHECK(body.fields[0].description == "Order number: is required when solving a ticket");
  CHECK(body.fields[0].ticket_field_id == 9007199254740993);
  CHECK(body.fields[0].ticket_field_type == "FieldInteger");
  CHECK(body.fields[1].code == "BlankValue");
  CHECK(body.fields[2].field == "status");
  CHECK(body.fields[2].ticket_field_id == 0);
  CHECK(body.fields[3].description == "one");
  CHECK(body.fields[4].description == "two");
  CHECK(body.fields[5].description == "three");
  CHECK(body.fields[6].field == "odd");
  CHECK(body.fields[6].description.empty());
  CHECK(body.fields[6].ticket_field_id == 7);
  CHECK(body.fields[7].field == "none");
  CHECK(body.fields[7].description == "not a list");
}

TEST_CASE("an object with a title and a message") {
  const ErrorBody body =
      ReadErrorBody(R"({"error":{"title":"Forbidden","message":"You do not have access."}})");
  CHECK(body.name == "Forbidden");
  CHECK(body.text == "You do not have access.");
}

TEST_CASE("a list of errors") {
  const ErrorBody body = ReadErrorBody(R"({"errors":[
      {"code":"TooManyRequests","title":"Too many"},
      {"code":"Other","title":"Unused","detail":"More."}, 5, {}]})");
  CHECK(body.name == "TooManyRequests");
  CHECK(body.text == "Too many More.");
  CHECK(ReadErrorBody(R"({"errors":[]})").text.empty());
}

TEST_CASE("OAuth's form") {
  const ErrorBody body =
      ReadErrorBody(R"({"error":"invalid_token","error_description":"It is expired."})");
  CHECK(body.name == "invalid_token");
  CHECK(body.text == "It is expired.");
}

TEST_CASE("a name alone, with or without a status") {
  CHECK(ReadErrorBody(R"({"error":"Couldn't authenticate you"})").name ==
        "Couldn't authenticate you");
  const ErrorBody body = ReadErrorBody(R"({"status":500,"error":"Internal Server Error"})");
  CHECK(body.name == "Internal Server Error");
  CHECK(body.text.empty());
}

TEST_CASE("text and pages") {
  CHECK(ReadErrorBody("Number of allowed API requests per minute exceeded").text ==
        "Number of allowed API requests per minute exceeded");
  CHECK(ReadErrorBody("<html><head><title>502</title></head>\n<p>Bad  <b>gateway</b></p>").text ==
        "502 Bad gateway ");
  CHECK(ReadErrorBody("<never closed").text.empty());
  CHECK(ReadErrorBody("").text.empty());
  CHECK(ReadErrorBody("caf\xE9 \x01\x7F").text == "caf? ?");
  CHECK(ReadErrorBody(std::string_view("a\0b", 3)).text == "a b");
  CHECK(ReadErrorBody(std::string(100'000, 'x')).text.size() == 500);
}

TEST_CASE("JSON of the wrong kind is text or nothing") {
  CHECK(ReadErrorBody("[1]").text == "[1]");
  CHECK(ReadErrorBody("null").text == "null");
  CHECK(ReadErrorBody("{}").text.empty());
  const ErrorBody body =
      ReadErrorBody(R"({"error":5,"errors":{"a":1},"description":[],"details":[1]})");
  CHECK(body.name.empty());
  CHECK(body.text.empty());
  CHECK(body.fields.empty());
  CHECK(ReadErrorBody(R"({"error":"x"} trailing)").name.empty());
}

TEST_CASE("nesting without end overflows nothing") {
  const std::string open(500'000, '[');
  CHECK(ReadErrorBody(open).name.empty());
  CHECK(ReadErrorBody("{\"error\":\"x\",\"details\":" + open).name.empty());
  const std::string deep =
      "{\"error\":\"x\",\"details\":{\"a\":" + open + std::string(open.size(), ']') + "}}";
  CHECK(ReadErrorBody(deep).name == "x");
}

TEST_CASE("texts are cut between characters and hold no control characters") {
  // 498 letters, then characters of two bytes: the 500th byte would be half of one.
  const std::string longer = std::string(499, 'x') + "\xC3\xA9\xC3\xA9";
  CHECK(ReadErrorBody("{\"description\":\"" + longer + "\"}").text == std::string(499, 'x'));
  CHECK(ReadErrorBody(R"({"error":"a\u0000b\nc"})").name == "a b c");
}

TEST_CASE("half of a surrogate pair becomes a blank") {
  const ErrorBody body = ReadErrorBody(
      R"({"error":"\udc00x","description":"\udfff\uDC00","details":{"f\ud83d\ude00":["\udc00"]}})");
  CHECK(body.name == " x");
  CHECK(body.text == "  ");
  REQUIRE(body.fields.size() == 1);
  CHECK(body.fields[0].field == "f\xF0\x9F\x98\x80");
  CHECK(body.fields[0].description == " ");
  CHECK(ReadErrorBody(R"({"error":"\ud7ff"})").name == "\xED\x9F\xBF");  // the last before them
}

TEST_CASE("bytes that are no UTF-8 make the body a text") {
  CHECK(ReadErrorBody("{\"error\":\"caf\xE9\"}").text == "{\"error\":\"caf?\"}");
}

TEST_CASE("a flood of complaints is cut") {
  std::string list, object, errors;
  for (int i = 0; i < 5000; ++i) {
    list += R"({"description":"x"},)";
    object += "\"f" + std::to_string(i) + "\":\"x\",";
    errors += R"({"title":"xxxxxxxxxxxxxxxxxxxx"},)";
  }
  CHECK(ReadErrorBody("{\"details\":{\"f\":[" + list + "1]}}").fields.size() == 100);
  CHECK(ReadErrorBody("{\"details\":{" + object + "\"last\":[\"y\"]}}").fields.size() == 100);
  CHECK(ReadErrorBody("{\"errors\":[" + errors + "1]}").text.size() < 1100);
}

TEST_SUITE_END();
