// SPDX-License-Identifier: Apache-2.0
// Objects as their members are written.
#include "plugin/zendesk/raw_members.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

namespace {

std::string Members(std::string_view object) {
  std::string text;
  for (const auto& member : zendesk::ReadRawMembers(object))
    text.append(member.key).append("=").append(member.value).append(";");
  return text;
}

}  // namespace

TEST_SUITE_BEGIN("raw_members");

TEST_CASE("members of every kind, with and without white space") {
  CHECK(Members(R"({"a":1,"b":"x,\"}","c":[1,{"d":2}],"e":{"f":null},"g":true,"":-0.5e3})") ==
        R"(a=1;b="x,\"}";c=[1,{"d":2}];e={"f":null};g=true;=-0.5e3;)");
  CHECK(Members(" {\r\n \"a\" :\t1 ,\n \"b\": [ 1 , 2 ] } ") == "a=1;b=[ 1 , 2 ];");
  CHECK(Members(R"({"a":"é"})") == "a=\"é\";");
}

TEST_CASE("what has none") {
  for (const char* text :
       {"", "{}", "[]", "5", "{", R"({"a":1}x)", R"({"\u0061":1})", R"([{"a":1}])"}) {
    CAPTURE(text);
    CHECK(Members(text).empty());
  }
}

TEST_CASE("a value of an object that was found in a body") {
  const std::string_view body =
      R"({"x":{"a":9},"ticket":{"a":{"a":1},"b": [1] ,"\u0063":2,"d":"e"},"z":1})";
  std::optional<zendesk::Message> complaint;
  const auto place = zendesk::ScanObject(body, "ticket", {}, complaint);
  REQUIRE(place);
  CHECK(RawValue(body, *place, "a") == R"({"a":1})");
  CHECK(RawValue(body, *place, "d") == R"("e")");
  CHECK(RawValue(body, *place, "b") != "[1]");  // with what stands under the key with escapes
  for (const char* none : {"c", "x", "z", "ticket", ""})
    CHECK(RawValue(body, *place, none).empty());
}

TEST_SUITE_END();
