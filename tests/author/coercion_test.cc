// SPDX-License-Identifier: Apache-2.0
// What the input may be written like, and what stays as it is.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "author/check.h"
#include "sample.h"

namespace task_plugin {
namespace {

using List = std::vector<std::string>;

// What the field's value becomes; "code" of the fault when it is refused.
std::string Field(const std::string& name, const std::string& value) {
  std::vector<Fault> faults;
  const std::string given = name == "subject"
                                ? "{\"subject\":" + value + "}"
                                : "{\"subject\":\"s\",\"" + name + "\":" + value + "}";
  const std::string coerced = sample::Coerced(given, &faults);
  if (!faults.empty()) {
    CHECK(faults.size() == 1);
    return faults.front().code;
  }
  const std::string lead = name == "subject" ? "{" : "{\"subject\":\"s\",";
  if (coerced == "{\"subject\":\"s\"}") return "(gone)";
  const std::string key = lead + "\"" + name + "\":";
  REQUIRE(coerced.starts_with(key));
  return coerced.substr(key.size(), coerced.size() - key.size() - 1);
}

TEST_CASE("digits in a text become an integer") {
  CHECK(Field("count", R"("42")") == "42");
  CHECK(Field("count", R"(" \u00a0+7\t")") == "7");
  CHECK(Field("count", R"("-3")") == "-3");
  CHECK(Field("count", R"("9007199254740993")") == "9007199254740993");
  CHECK(Field("id", R"("9223372036854775807")") == "9223372036854775807");
  for (const char* text :
       {R"("9223372036854775808")", R"("4 2")", R"("4.0")", R"("0x1")", R"("1e3")", R"("++1")",
        R"("+-1")", R"("four")", R"("+")", R"("\u0664")"}) {
    CAPTURE(text);
    CHECK(Field("count", text) == "wrong_type");
  }
}

TEST_CASE("a whole number with a fraction of zero becomes an integer") {
  CHECK(Field("count", "4.0") == "4");
  CHECK(Field("count", "4.00") == "4");
  CHECK(Field("count", "1e2") == "100");
  CHECK(Field("count", "-0.0") == "0");
  CHECK(Field("count", "9007199254740992.0") == "9007199254740992");
  CHECK(Field("count", "4.5") == "wrong_type");
  CHECK(Field("count", "1e300") == "wrong_type");
  CHECK(Field("share", "1.0") == "1.0");
}

TEST_CASE("yes and no of every locale become a boolean") {
  for (const char* text : {R"("yes")", R"(" OUI ")", R"("Vrai")", R"("on")", R"("TRUE")"}) {
    CAPTURE(text);
    CHECK(Field("public", text) == "true");
  }
  for (const char* text : {R"("no")", R"("Non\u00a0")", R"("faux")", R"("off")", R"("False")"}) {
    CAPTURE(text);
    CHECK(Field("public", text) == "false");
  }
  for (const char* value : {R"("1")", R"("y")", R"("peut-\u00eatre")", "1", "0", "null"}) {
    CAPTURE(value);
    CHECK(Field("public", value) == "wrong_type");
  }
}

TEST_CASE("labels, aliases and other spellings become the value of an enum") {
  const std::pair<const char*, const char*> kTable[] = {
      {R"("open")", R"("open")"},        {R"("OPEN")", R"("open")"},
      {R"("Ouvert")", R"("open")"},      {R"("ouvrir")", R"("open")"},
      {R"("on  hold")", R"("on_hold")"}, {R"("MIS EN\u202fATTENTE")", R"("on_hold")"},
      {R"("solved")", R"("solved")"},    {"null", "null"},
      {R"("pending")", R"("pending")"},  // itself, though it folds to the alias of another
      {R"("closed")", "not_allowed"},    {"1", "wrong_type"},
      {R"("En attente")", "ambiguous"},  {R"("PENDING")", "ambiguous"},
  };
  for (const auto& [written, expected] : kTable) {
    const char* const given = written;
    CAPTURE(given);
    CHECK(Field("status", given) == expected);
  }
  CHECK(Field("kind", R"("b")") == R"("B")");  // an enum says enough without a type
  CHECK(Field("kind", "2") == "not_allowed");
  CHECK(Field("level", R"("2")") == "2");
  CHECK(Field("level", R"("3")") == "not_allowed");
}

TEST_CASE("a quoted list becomes an array of texts") {
  CHECK(Field("tags", R"("\"aa\", \"b b\"")") == R"(["aa","b b"])");
  CHECK(Field("tags", R"("\u201caa\u201d,\u00ab\u00a0bb\u202f\u00bb , \"cc\"")") ==
        R"(["aa","bb","cc"])");
  CHECK(Field("tags", R"("\"a,\u00bba\"")") == "[\"a,\u00BBa\"]");
  CHECK(Field("moods", R"("\"Triste\", \"CONTENT\u00c9\"")") == R"(["sad","glad"])");
  for (const char* text : {R"("aa")", R"("\"aa\",")", R"("\"aa\" \"bb\"")", R"("\"aa")", R"(",")",
                           R"("\"aa\",,\"bb\"")", R"("aa, bb")", R"("\u00abaa\"")", R"(" ")"}) {
    CAPTURE(text);
    CHECK(Field("tags", text) == "wrong_type");
  }
  CHECK(Field("numbers", R"("\"1\"")") == "wrong_type");
  CHECK(Field("tags", R"("\"\"")") == "too_short");
}

TEST_CASE("items and properties of objects are coerced in their places") {
  CHECK(Field("numbers", R"(["1", 2.0, " 3 "])") == "[1,2,3]");
  CHECK(Field("address", R"({"city":"c","street":"","box":"7","kind":"Domicile"})") ==
        R"({"city":"c","box":7,"kind":"home"})");
  CHECK(Field("attributes", R"({"a":"1","b":2.0})") == R"({"a":1,"b":2})");
}

TEST_CASE("an empty text means not given, where that is allowed") {
  for (const char* name :
       {"count", "id", "public", "status", "tags", "email", "code", "anything", "address"}) {
    CAPTURE(name);
    CHECK(Field(name, R"("")") == "(gone)");
  }
  CHECK(Field("subject", R"("")") == "too_short");
  CHECK(Field("anything", R"(" ")") == R"(" ")");
  CHECK(Field("numbers", R"([""])") == "wrong_type");
}

TEST_CASE("null clears where the schema has it") {
  CHECK(Field("id", "null") == "null");
  CHECK(Field("status", "null") == "null");
  CHECK(Field("anything", "null") == "null");
  CHECK(Field("count", "null") == "wrong_type");
  CHECK(Field("numbers", "[null]") == "wrong_type");
}

TEST_CASE("nothing else is coerced") {
  for (const char* value : {"1", "true", "[\"s\"]", "{}", "1.0", "1.00", "18446744073709551616"}) {
    CAPTURE(value);
    CHECK(Field("subject", value) == "wrong_type");
  }
  CHECK(Field("subject", R"(" a ")") == R"(" a ")");
  CHECK(Field("subject", R"("yes")") == R"("yes")");
  CHECK(Field("text_or_id", R"("12")") == R"("12")");
  CHECK(Field("text_or_id", "12") == "12");
  CHECK(Field("share", R"("0.5")") == "wrong_type");
  CHECK(Field("public", "[true]") == "wrong_type");
  CHECK(Field("tags", R"({"0":"aa"})") == "wrong_type");
  CHECK(Field("numbers", "1") == "wrong_type");
  CHECK(Field("anything", R"(["1","yes",{"":""},18446744073709551616])") ==
        R"(["1","yes",{"":""},18446744073709551616])");
  CHECK(Field("free", R"({"a":"","b":"1"})") == R"({"a":"","b":"1"})");
}

TEST_CASE("a fraction passes on as it was written where the schema says nothing about it") {
  CHECK(Field("anything", R"([1.50,1e3,{"a":0.10000000000000000555}])") ==
        R"([1.50,1e3,{"a":0.10000000000000000555}])");
  CHECK(Field("free", R"({"a":1.50})") == R"({"a":1.50})");
  CHECK(Field("share", "0.750") == "0.75");
  CHECK(Field("share", "1.50") == "too_big");
  CHECK(Field("share", "0.10") == "too_small");
  CHECK(Field("shape", R"({"is":"line","to":2,"x":1.50})") == R"({"is":"line","to":2,"x":1.5})");
}

TEST_CASE("an integer that no int64_t holds is refused rather than lost") {
  CHECK(Field("id", "9223372036854775807") == "9223372036854775807");
  CHECK(Field("id", "-9223372036854775808") == "-9223372036854775808");
  for (const char* number : {"9223372036854775808", "18446744073709551615", "18446744073709551616",
                             "-9223372036854775809"}) {
    CAPTURE(number);
    CHECK(Field("id", number) == "too_big");
  }
}

TEST_CASE("quoted lists") {
  CHECK(SplitQuotedList(R"("a")") == List{"a"});
  CHECK(SplitQuotedList("\u00AB\u00A0a b\u00A0\u00BB, \u00AB\u202Fc\u202F\u00BB") ==
        List{"a b", "c"});
  CHECK(SplitQuotedList("\u201Ca\u201D , \u201Cb\u201D") == List{"a", "b"});
  CHECK(SplitQuotedList(R"("","")") == List{"", ""});
  CHECK_FALSE(SplitQuotedList(""));
  CHECK_FALSE(SplitQuotedList("\u201Ca\""));
}

}  // namespace
}  // namespace task_plugin
