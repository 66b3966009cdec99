// SPDX-License-Identifier: Apache-2.0
// Objects as their values, and which values Zendesk takes for each other.
#include "plugin/zendesk/flat_object.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using zendesk::FindMember;
using zendesk::FlatMember;
using zendesk::FlatObject;
using zendesk::FlatValue;
using zendesk::IsSame;
using zendesk::ReadFlatObject;

namespace {

using Kind = FlatValue::Kind;

FlatValue ValueOf(std::string_view json) {
  const FlatObject object = ReadFlatObject("{\"a\":" + std::string(json) + "}");
  REQUIRE(object.size() == 1);
  return object.front().value;
}

bool Same(std::string_view one, std::string_view other) {
  const bool is_same = IsSame(ValueOf(one), ValueOf(other));
  CHECK(IsSame(ValueOf(other), ValueOf(one)) == is_same);
  return is_same;
}

}  // namespace

TEST_SUITE_BEGIN("flat_object");

TEST_CASE("values of every kind") {
  CHECK(ValueOf("null").kind == Kind::kNull);
  CHECK(ValueOf("true").text == "true");
  CHECK(ValueOf("true").kind == Kind::kBool);
  CHECK(ValueOf("9223372036854775807").text == "9223372036854775807");
  CHECK(ValueOf(R"("a\u00e9\n")").text == "a\u00E9\n");
  CHECK(ValueOf(R"(["a","b",5])").texts == std::vector<std::string>{"a", "b", "5"});
  CHECK(ValueOf("[]").kind == Kind::kList);
}

TEST_CASE("objects in it, and lists of things with an ID") {
  const FlatObject object = ReadFlatObject(R"({
      "custom_fields":[{"id":5,"value":"x"},{"value":["p","q"],"id":"6"},{"id":7,"value":null},
                       {"value":"nobody's"},[["deep"]],"text",{"id":8,"more":{"id":1,"value":2}}],
      "custom_object_fields":{"size":"big","parts":["1",2],"deep":{"er":{"id":1}},"after":true},
      "tags":["a",{"id":9,"value":"of no field"},"b",["c"],"d"],
      "via":{"source":{"from":{},"rel":null}},"last":1})");
  const auto text = [&object](const char* key, const char* inner) {
    const FlatMember* member = FindMember(object, key, inner);
    REQUIRE(member != nullptr);
    return member->value.text;
  };
  CHECK(text("custom_fields", "5") == "x");
  CHECK(FindMember(object, "custom_fields", "6")->value.texts ==
        std::vector<std::string>{"p", "q"});
  CHECK(FindMember(object, "custom_fields", "7")->value.kind == Kind::kNull);
  CHECK(FindMember(object, "custom_fields", "8")->value.kind == Kind::kNull);
  CHECK(text("custom_object_fields", "size") == "big");
  CHECK(FindMember(object, "custom_object_fields", "parts")->value.texts ==
        std::vector<std::string>{"1", "2"});
  CHECK(text("custom_object_fields", "after") == "true");
  CHECK(FindMember(object, "custom_object_fields", "er") == nullptr);
  CHECK(FindMember(object, "tags", "")->value.texts == std::vector<std::string>{"a", "b", "d"});
  CHECK(text("last", "") == "1");
  CHECK(FindMember(object, "source", "") == nullptr);
}

TEST_CASE("only the members that are wanted") {
  const FlatObject wanted = ReadFlatObject(R"({"b":1,"c":{"x":1}})");
  const FlatObject object =
      ReadFlatObject(R"({"a":[1,{"id":2}],"b":"y","c":{"z":3},"d":{}})", wanted);
  REQUIRE(object.size() == 2);
  CHECK(FindMember(object, "b", "")->value.text == "y");
  CHECK(FindMember(object, "c", "z")->value.text == "3");
}

TEST_CASE("what is no object has no members") {
  for (const char* text : {"", "{", "[]", "5", R"({"a":1}x)", R"({"a":[}])"}) {
    CAPTURE(text);
    CHECK(ReadFlatObject(text).empty());
  }
}

TEST_CASE("what counts as equal") {
  CHECK(Same(R"("a")", R"("a")"));
  CHECK_FALSE(Same(R"("a")", R"("A")"));
  CHECK(Same("5", R"("5")"));
  CHECK(Same("12.50", R"("12.5")"));
  CHECK_FALSE(Same(R"("007")", R"("7")"));  // texts such as external IDs
  CHECK(Same(R"("a\r\nb\n")", R"("a\nb")"));
  CHECK(Same(R"("4111111111111111")", R"("XXXXXXXXXXXX1111")"));
  CHECK_FALSE(Same(R"("4111111111111112")", R"("XXXXXXXXXXXX1111")"));
  CHECK_FALSE(Same(R"("1111")", R"("XXXX1111")"));
  CHECK_FALSE(Same("5", "6"));
  CHECK_FALSE(Same("9007199254740993", "9007199254740992"));
  CHECK_FALSE(Same("9007199254740993", R"("9007199254740992.0")"));
  CHECK(Same("100000000000000000000", R"("100000000000000000000.0")"));
  CHECK(Same("1e20", R"("100000000000000000000.0")"));
  CHECK(Same("1.5E-7", R"("0.00000015")"));
  CHECK(Same("-0.0", R"("0")"));
  CHECK_FALSE(Same("-5", R"("5")"));
  CHECK_FALSE(Same("5", R"("5x")"));
  CHECK_FALSE(Same("5", R"("e1")"));
  CHECK_FALSE(Same("5", R"("5e")"));
  CHECK_FALSE(Same("5", R"("5e99999999999")"));
  CHECK(Same("true", R"("1")"));
  CHECK(Same("false", R"("0")"));
  CHECK_FALSE(Same("true", R"("0")"));
  CHECK(Same("true", R"("true")"));
  CHECK_FALSE(Same("true", "false"));
  CHECK_FALSE(Same("true", "null"));
  CHECK(Same("false", R"("false")"));
  CHECK_FALSE(Same("false", R"("true")"));
  for (const char* empty : {"null", R"("")", "[]", "false"}) {
    CAPTURE(empty);
    CHECK(Same("null", empty));
    CHECK_FALSE(Same("0", empty));
    CHECK_FALSE(Same(R"("a")", empty));
    CHECK_FALSE(Same(R"(["a"])", empty));
  }
  CHECK(Same(R"(["b","A","a"])", R"(["a","b"])"));
  CHECK_FALSE(Same(R"(["a"])", R"(["a","b"])"));
  CHECK_FALSE(Same(R"(["a"])", R"("a")"));
}

TEST_CASE("times") {
  CHECK(Same(R"("2026-12-24T12:00:00Z")", R"("2026-12-24T12:00:00Z")"));
  CHECK_FALSE(Same(R"("2026-12-24T12:00:00Z")", R"("2026-12-24T13:00:00Z")"));
  CHECK(Same(R"("2026-12-24T13:00:00+01:00")", R"("2026-12-24T12:00:00Z")"));
  CHECK_FALSE(Same(R"("2031-01-01T13:00:00+01:00")", R"("2026-12-24T12:00:00Z")"));
  CHECK(Same(R"("2026-12-24T07:30:00-04:30")", R"("2026-12-24T12:00:00Z")"));
  CHECK_FALSE(Same(R"("2026-12-24T13:00:00+01:00")", R"("later")"));
  for (const char* spelling : {R"("2026-12-24T12:00:00.000Z")", R"("2026-12-24 12:00:00Z")",
                               R"("2026-12-24t12:00:00.5z")", R"("2026-12-24T13:00:00.25+0100")"}) {
    CHECK(Same(spelling, R"("2026-12-24T12:00:00Z")"));
    CHECK_FALSE(Same(spelling, R"("2026-12-24T12:00:01Z")"));
  }
  CHECK(Same(R"("2026-12-24")", R"("2026-12-24T00:00:00+00:00")"));
  CHECK_FALSE(Same(R"("2026-12-24")", R"("2026-12-25")"));
}

TEST_SUITE_END();
