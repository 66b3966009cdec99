// SPDX-License-Identifier: Apache-2.0
// Each rule of the templates, as a table.
#include "taskhost/template.h"

#include <doctest/doctest.h>

#include "toy_schemas.h"

using task_host::Json;
using taskhost::Language;
using taskhost::Rendered;
using taskhost::SplitQuotedList;

namespace {

const char kEvent[] = R"J({
  "name": "Ann", "n": 12345678901234567890123, "d": 0.10, "yes": true, "none": null,
  "list": ["a", "b, c"], "object": {"x": {"y": 1}}, "html": "<b>\"Tom\" & 'Al'</b>",
  "a/b": "slash", "a~b": "tilde", "c}d": "brace", "": "empty", "ref": "${/name}",
  "quoted": "x\", \"y", "utf8": "é😀"})J";

Rendered Render(const std::string& input) {
  static const Json schema = Json::Parse(TOY_ECHO_INPUT);
  static const Json event = Json::Parse(kEvent);
  return taskhost::Render(Json::Parse(input), &schema, &event, Language::kEnglish);
}

}  // namespace

TEST_CASE("references become values") {
  const std::pair<const char*, const char*> cases[] = {
      // a whole value keeps its type and every digit
      {R"({"x":"${/name}"})", R"({"x":"Ann"})"},
      {R"({"x":"${/n}"})", R"({"x":12345678901234567890123})"},
      {R"({"x":"${/d}"})", R"({"x":0.10})"},
      {R"({"x":"${/yes}"})", R"({"x":true})"},
      {R"({"x":"${/none}"})", R"({"x":null})"},
      {R"({"x":"${/list}"})", R"({"x":["a","b, c"]})"},
      {R"({"x":"${/object/x}"})", R"({"x":{"y":1}})"},
      // inside a longer text scalars become text
      {R"({"x":"Hi ${/name}!"})", R"({"x":"Hi Ann!"})"},
      {R"({"x":"${/name}${/name}"})", R"({"x":"AnnAnn"})"},
      {R"({"x":"${/n}."})", R"({"x":"12345678901234567890123."})"},
      {R"({"x":"${/d}/${/yes}"})", R"({"x":"0.10/true"})"},
      {R"({"x":" ${/object/x/y}"})", R"({"x":" 1"})"},
      {R"({"x":"${/utf8}!"})", R"({"x":"é😀!"})"},
      // pointers
      {R"({"x":"${/a~1b}"})", R"({"x":"slash"})"},
      {R"({"x":"${/a~0b}"})", R"({"x":"tilde"})"},
      {R"({"x":"${/c%7Dd}"})", R"({"x":"brace"})"},
      {R"({"x":"${/c%7dd}"})", R"({"x":"brace"})"},
      {R"({"x":"${/}"})", R"({"x":"empty"})"},
      {R"({"x":"${/list/1}"})", R"({"x":"b, c"})"},
      // escapes, one pass, and what is no reference
      {R"({"x":"$${/name}"})", R"({"x":"${/name}"})"},
      {R"({"x":"$$${/name}"})", R"({"x":"$${/name}"})"},
      {R"({"x":"${/ref}"})", R"({"x":"${/name}"})"},
      {R"({"x":"a ${/ref} b"})", R"({"x":"a ${/name} b"})"},
      {R"({"x":"$5 {a} $"})", R"({"x":"$5 {a} $"})"},
      {R"({"${/name}":"k"})", R"({"${/name}":"k"})"},
      // deeper places
      {R"({"any":{"a":["${/name}",{"b":"${/n}"}]}})",
       R"({"any":{"a":["Ann",{"b":12345678901234567890123}]}})"},
      // HTML, by widget and by language, whole or not; the author's own markup stays
      {R"({"html_body":"<p>${/html}</p>"})",
       R"({"html_body":"<p>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Al&#39;&lt;/b&gt;</p>"})"},
      {R"({"html_body":"${/html}"})",
       R"({"html_body":"&lt;b&gt;&quot;Tom&quot; &amp; &#39;Al&#39;&lt;/b&gt;"})"},
      {R"({"page":"<i>${/name}</i>${/html}"})",
       R"({"page":"<i>Ann</i>&lt;b&gt;&quot;Tom&quot; &amp; &#39;Al&#39;&lt;/b&gt;"})"},
      {R"({"text":"<p>${/html}</p>"})", R"({"text":"<p><b>\"Tom\" & 'Al'</b></p>"})"},
      // a quoted list is split before anything is inserted
      {R"({"tags":"\"${/quoted}\", \"z\""})", R"({"tags":["x\", \"y","z"]})"},
      {R"({"tags":"“${/name}”,“b”"})", R"({"tags":["Ann","b"]})"},
      {R"({"tags":"« ${/name} », «b»"})", R"({"tags":["Ann","b"]})"},
      {R"({"tags":"«\u00a0vip-${/n}\u202f»"})", R"({"tags":["vip-12345678901234567890123"]})"},
      {R"({"tags":"\"${/n}\""})", R"({"tags":["12345678901234567890123"]})"},
      {R"({"tags":"${/list}"})", R"({"tags":["a","b, c"]})"},
      {R"({"tags":"${/quoted}"})", R"({"tags":"x\", \"y"})"},
      // without a reference, or where no list of texts is declared, splitting is not ours
      {R"({"tags":"\"a\", \"b\""})", R"({"tags":"\"a\", \"b\""})"},
      {R"({"text":"\"${/name}\", \"b\""})", R"({"text":"\"Ann\", \"b\""})"},
  };
  for (const auto& [input, expected] : cases) {
    CAPTURE(input);
    const Rendered rendered = Render(input);
    REQUIRE(rendered.faults.empty());
    CHECK(rendered.value.Serialize() == Json::Parse(expected).Serialize());
  }
}

TEST_CASE("faults name the place and the reason") {
  struct Case {
    const char* input;
    const char* pointer;
    const char* code;
    const char* message;
  };
  const Case cases[] = {
      {R"({"x":"${/nope}"})", "/x", "template_unknown", "The event has nothing at \"/nope\"."},
      {R"({"a":{"b/c":["","${/list/7}"]}})", "/a/b~1c/1", "template_unknown", "\"/list/7\""},
      {R"({"x":"${/name/first}"})", "/x", "template_unknown", "\"/name/first\""},
      {R"({"x":"a ${/object} b"})", "/x", "template_structure", "\"/object\" is an object"},
      {R"({"x":"a ${/list}"})", "/x", "template_structure", "\"/list\""},
      {R"({"x":"a ${/none}"})", "/x", "template_structure", "\"/none\""},
      {R"({"x":"${name}"})", "/x", "template_pointer", "\"name\" is no JSON Pointer"},
      {R"({"x":"${/a~2}"})", "/x", "template_pointer", "\"/a~2\""},
      {R"({"x":"${/name"})", "/x", "template_unclosed", "write $${ for"},
      {R"({"tags":"\"a\", \"${/list}\""})", "/tags/1", "template_structure", "\"/list\""},
  };
  for (const Case& one : cases) {
    CAPTURE(one.input);
    const Rendered rendered = Render(one.input);
    REQUIRE(rendered.faults.size() == 1);
    CHECK(rendered.faults[0].pointer == one.pointer);
    CHECK(rendered.faults[0].code == one.code);
    CAPTURE(rendered.faults[0].message);
    CHECK(rendered.faults[0].message.find(one.message) != std::string::npos);
  }
  CHECK(Render(R"({"x":"${/no1}${/no2}","y":"${/no3}"})").faults.size() == 3);
}

TEST_CASE("the whole event can be inserted, and its absence is a fault") {
  const Json event = Json::Parse("[1,2]");
  const Json input = Json::Parse(R"({"x":"${}","y":"$${"})");
  Rendered rendered = taskhost::Render(input, nullptr, &event, Language::kEnglish);
  CHECK(rendered.value.Serialize() == R"({"x":[1,2],"y":"${"})");
  rendered = taskhost::Render(input, nullptr, nullptr, Language::kEnglish);
  REQUIRE(rendered.faults.size() == 1);
  CHECK(rendered.faults[0].code == "template_no_event");
}

TEST_CASE("inserted text has a limit, and passing it is one fault") {
  Json event;
  event.Set("big", Json(std::string(1 << 20, '<')));
  std::string references;
  for (int i = 0; i < 40; ++i) references += "${/big}";
  for (const char* name : {"text", "html_body"}) {
    Json input;
    input.Set(name, Json(references));
    const Json schema = Json::Parse(TOY_ECHO_INPUT);
    const Rendered rendered = taskhost::Render(input, &schema, &event, Language::kEnglish);
    REQUIRE(rendered.faults.size() == 1);
    CHECK(rendered.faults[0].code == "template_too_large");
  }
}

TEST_CASE("quoted lists are recognised exactly") {
  using Items = std::vector<std::string>;
  CHECK(SplitQuotedList(R"("a", "b")") == Items{"a", "b"});
  CHECK(SplitQuotedList(R"( "a" ,"b,c" )") == Items{"a", "b,c"});
  CHECK(SplitQuotedList("“a”, \"b\", « c »") == Items{"a", "b", "c"});
  CHECK(SplitQuotedList(R"("")") == Items{""});
  CHECK(SplitQuotedList(R"("${/a"b}", "$${"c")") == std::nullopt);
  CHECK(SplitQuotedList(R"("${/a"b}", "c")") == Items{"${/a\"b}", "c"});
  for (const char* other :
       {"", "a", "a, b", R"("a" "b")", R"("a",)", R"("a)", R"(,"a")", "“a\"", R"("a", b)"}) {
    CAPTURE(other);
    CHECK_FALSE(SplitQuotedList(other).has_value());
  }
}
