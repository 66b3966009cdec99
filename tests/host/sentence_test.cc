// SPDX-License-Identifier: Apache-2.0
// Sentences, and the errors and results that carry them.
#include "host/sentence.h"

#include <doctest/doctest.h>

#include "host/error.h"
#include "host/json.h"
#include "host/search_path.h"

using task_host::Error;
using task_host::Json;
using task_host::JsonError;
using task_host::Sentence;

namespace {

// A language whose words stand in another order.
std::string Backwards(const Sentence& sentence) {
  return sentence.In([](std::string_view english) -> std::string_view {
    if (english == "{} feeds {}") return "{1} is fed by {0}";
    if (english == "{}: {}") return "{} : {}";
    if (english == "nobody") return "no one";
    return english;
  });
}

}  // namespace

TEST_CASE("a sentence is filled in English and in other languages") {
  CHECK(Sentence().empty());
  CHECK(Sentence().InEnglish().empty());
  const std::string keeper = "Ann";
  const Sentence feeds("{} feeds {}", keeper, 12);
  CHECK_FALSE(feeds.empty());
  CHECK(feeds.InEnglish() == "Ann feeds 12");
  CHECK(feeds.pattern() == "{} feeds {}");
  CHECK(Backwards(feeds) == "12 is fed by Ann");
  CHECK(Sentence("{{}} and {}", "x").InEnglish() == "{} and x");
}

TEST_CASE("sentences hold sentences, and texts that are never translated or filled") {
  const Sentence outer("{}: {}", "{} feeds {}", Sentence("{} feeds {}", Sentence("nobody"), "{}"));
  CHECK(outer.InEnglish() == "{} feeds {}: nobody feeds {}");
  CHECK(Backwards(outer) == "{} feeds {} : {} is fed by no one");
  Sentence list = Sentence::Verbatim("nobody");
  list += Sentence("\n  {}", Sentence("nobody"));
  list += Sentence("!");
  CHECK(list.InEnglish() == "nobody\n  nobody!");
  CHECK(Backwards(list) == "nobody\n  no one!");
  Sentence grown("nobody");
  grown += Sentence(", nobody");
  CHECK(Backwards(grown) == "no one, nobody");
  CHECK(grown.pattern().empty());
}

TEST_CASE("errors say in English what their sentences say in any language") {
  const Error error(Error::Kind::kFormat, "/a/file", Sentence("nobody"));
  CHECK(std::string(error.what()) == "/a/file: nobody");
  CHECK(Backwards(error.sentence()) == "/a/file : no one");
  CHECK(error.Beside("/a/file").InEnglish() == "nobody");
  CHECK(error.Beside("/a").InEnglish() == "/a/file: nobody");
  const Error plain(Error::Kind::kNotFound, Sentence("nobody"));
  CHECK(plain.Beside("").InEnglish() == "nobody");
  task_host::Result result = task_host::BrokenPromise(Sentence("nobody"));
  CHECK(result.error_message == "nobody");
  CHECK(Backwards(result.host_message) == "no one");
}

TEST_CASE("what is wrong with JSON is said in words of our own") {
  const std::pair<std::string, const char*> cases[] = {
      {"", "the document is empty (at byte 0)"},
      {"1 2", "something follows the end of the value (at byte 2)"},
      {"[nul]", "this is no value (at byte 4)"},
      {"{1:2}", "the name of a member is missing (at byte 1)"},
      {"{\"a\" 1}", "a colon is missing after the name of a member (at byte 5)"},
      {"{\"a\":1 \"b\":2}", "a comma or } is missing after a member of an object (at byte 7)"},
      {"[1 2]", "a comma or ] is missing after an item of a list (at byte 3)"},
      {"\"\\u12\"", "\\u is not followed by four hexadecimal digits (at byte 1)"},
      {"\"\\x\"", "a text has an unknown escape (at byte 1)"},
      {"\"a\nb\"",
       "a text holds a line break or another control character as it is; write \\n or \\u and its "
       "number (at byte 2)"},
      {"{\"a\":1,}", "a comma stands before a closing } (at byte 7)"},
      {"\"a", "a text has no closing quotation mark (at byte 2)"},
      {"\"\xFF\"", "a text is not UTF-8 (at byte 1)"},
      {"1.", "a number has no digits after its point (at byte 2)"},
      {"1e", "a number has no digits in its exponent (at byte 2)"},
      {"{\"a\":1,\"a\":2}", "the key \"a\" stands twice in one object (at byte 13)"},
      {std::string("1\0", 2), "a NUL byte at byte 1"},
  };
  for (const auto& one : cases) {
    CAPTURE(one.first);
    CHECK_THROWS_WITH_AS(Json::Parse(one.first), one.second, JsonError);
  }
}

TEST_CASE("levels have a name for programs and one for people") {
  CHECK(task_host::LevelName(task_host::Level::kUser) == "user");
  CHECK(task_host::LevelTitle(task_host::Level::kUser).InEnglish() == "user");
}
