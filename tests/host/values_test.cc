// SPDX-License-Identifier: Apache-2.0
// JSON, versions, statuses and UTF-8.
#include <doctest/doctest.h>

#include "host/json.h"
#include "host/semver.h"
#include "host/status.h"
#include "host/text.h"

using task_host::Json;
using task_host::JsonError;
using task_host::SemVer;

TEST_CASE("numbers keep their text") {
  for (const char* number :
       {"0", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
        "123456789012345678901234567890", "0.1000000000000000055511151231257827", "1e300",
        "-1.5E-7", "-0", "1.0", "12345678901234567890.5"}) {
    CAPTURE(number);
    const std::string document = "{\"n\":[" + std::string(number) + "]}";
    CHECK(Json::Parse(document).Serialize() == document);
  }
}

TEST_CASE("text keeps its characters") {
  const std::string document = "{\"a\":\"é \\\" \\\\ / \\n \\u0000 😀\"}";
  const Json value = Json::Parse(document);
  CHECK(Json::Parse(value.Serialize()) == value);
  CHECK(value.Text("a").find('\0') != std::string::npos);
  CHECK(Json::Parse("\"\\ud83d\\ude00\"").Serialize() == "\"😀\"");
}

TEST_CASE("half of a surrogate pair is refused, or shown as U+FFFD on request") {
  const std::pair<const char*, const char*> cases[] = {
      {R"("\udc00")", "\"\xEF\xBF\xBD\""},
      {R"("\uD83D")", "\"\xEF\xBF\xBD\""},
      {R"("a\ud83db\uDE00c")",
       "\"a\xEF\xBF\xBD"
       "b\xEF\xBF\xBD"
       "c\""},
      {R"("\ude00\ud83d")", "\"\xEF\xBF\xBD\xEF\xBF\xBD\""},
      {R"("\ud83d\ud83d\ude00")", "\"\xEF\xBF\xBD😀\""},
      {R"("\\\udc00\"")", "\"\\\\\xEF\xBF\xBD\\\"\""},
      {R"({"\udfff":1})", "{\"\xEF\xBF\xBD\":1}"}};
  for (const auto& [text, shown] : cases) {
    CAPTURE(text);
    CHECK_THROWS_WITH_AS(Json::Parse(text), doctest::Contains("half of a surrogate pair"),
                         JsonError);
    CHECK(Json::ParseReported(text).Serialize() == shown);
  }
  for (const char* whole : {R"("\ud83d\ude00")", R"("\\udc00")", R"("\\\\udc00")"}) {
    CAPTURE(whole);
    CHECK(Json::ParseReported(whole) == Json::Parse(whole));
  }
  for (const char* bad : {R"("\udc0")", R"("\ud83d\u12")", R"("\)", R"("\u)", R"("\ud83d\)"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(Json::ParseReported(bad), JsonError);
  }
}

TEST_CASE("what is no acceptable JSON is refused") {
  const std::string deep = std::string(65, '[') + std::string(65, ']');
  const std::string cases[] = {
      "",         "{",  "{\"a\":1,\"a\":2}",     "[1] x", "\"\xFF\"", "NaN", "[1,]", "\"\\ud800\"",
      "\xC3\x28", deep, std::string("{}\0{}", 5)};
  for (const std::string& text : cases) {
    CAPTURE(text);
    CHECK_THROWS_AS(Json::Parse(text), JsonError);
  }
  CHECK_NOTHROW(Json::Parse(std::string(64, '[') + std::string(64, ']')));
  const std::string large = "\"" + std::string(task_host::kMaxJsonBytes, 'x') + "\"";
  CHECK_THROWS_WITH_AS(Json::Parse(large), "more than 16 MiB", JsonError);
}

TEST_CASE("equality ignores order, blanks and the way a number is written") {
  CHECK(Json::Parse("{\"a\":1, \"b\":[true,null]}") == Json::Parse("{\"b\":[true,null],\"a\":1}"));
  const std::pair<const char*, const char*> same[] = {
      {"1", "1.0"}, {"1", "10e-1"}, {"0", "-0.0"}, {"1e2", "100"}, {"1.50", "1.5"}};
  for (const auto& [a, b] : same) CHECK(Json::Parse(a) == Json::Parse(b));
  const std::pair<const char*, const char*> different[] = {{"9007199254740993", "9007199254740992"},
                                                           {"1", "-1"},
                                                           {"1", "\"1\""},
                                                           {"[1,2]", "[2,1]"},
                                                           {"{\"a\":1}", "{\"a\":1,\"b\":1}"},
                                                           {"true", "1"},
                                                           {"null", "0"},
                                                           {"1", "10"},
                                                           {"{\"a\":1}", "{\"b\":1}"}};
  for (const auto& [a, b] : different) {
    CAPTURE(a);
    CHECK_FALSE(Json::Parse(a) == Json::Parse(b));
  }
}

TEST_CASE("pointers lead to values") {
  const Json value = Json::Parse("{\"a/b\":{\"~\":[10,{\"\":true}]},\"\":1}");
  CHECK(value.At("") == &value);
  CHECK(value.At("/a~1b/~0/0")->Serialize() == "10");
  CHECK(value.At("/a~1b/~0/1/")->Serialize() == "true");
  CHECK(value.At("/")->Serialize() == "1");
  for (const char* nowhere : {"a", "/x", "/a~1b/~0/2", "/a~1b/~0/00", "/a~1b/~0/-", "/a~1b/~0/0/x",
                              "/~2", "/~", "/a~1b/~0/ 0", "/a~1b/~0/+1"}) {
    CAPTURE(nowhere);
    CHECK(value.At(nowhere) == nullptr);
  }
}

TEST_CASE("integers are exact or absent") {
  CHECK(Json::Parse("-9223372036854775808").Integer() == INT64_MIN);
  for (const char* text : {"9223372036854775808", "1.0", "1e3", "\"1\""}) {
    CHECK_FALSE(Json::Parse(text).Integer().has_value());
  }
}

TEST_CASE("versions are ordered as Semantic Versioning says") {
  const char* ascending[] = {"0.9.9",        "1.0.0-alpha",   "1.0.0-alpha.1", "1.0.0-alpha.beta",
                             "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",    "1.0.0",
                             "1.0.10",       "1.2.0",         "10.0.0"};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
    CAPTURE(ascending[i]);
    CHECK(*SemVer::Parse(ascending[i]) < *SemVer::Parse(ascending[i + 1]));
  }
  CHECK(*SemVer::Parse("1.0.0+a") == *SemVer::Parse("1.0.0+b"));
  for (const char* bad : {"", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "1.0.0+",
                          "v1.0.0", "1.0.x", "1.0.0-a..b", "99999999999999999999.0.0"}) {
    CAPTURE(bad);
    CHECK_FALSE(SemVer::Parse(bad).has_value());
  }
}

TEST_CASE("unknown statuses and retry classes have the names of the cautious ones") {
  CHECK(task_host::StatusName(TP_OK) == "ok");
  CHECK(task_host::StatusName(TP_E_INVALID_ARGUMENT) == "invalid_argument");
  CHECK(task_host::StatusName(TP_E_PERMISSION_DENIED) == "permission_denied");
  CHECK(task_host::StatusName(TP_E_ABI) == "abi");
  CHECK(task_host::StatusName(16) == "unknown");
  CHECK(task_host::StatusName(-1) == "unknown");
  CHECK(task_host::RetryName(TP_RETRY_UNKNOWN_OUTCOME) == "unknown_outcome");
  CHECK(task_host::RetryName(4) == "never");
}

TEST_CASE("UTF-8 is told from other bytes") {
  for (const char* good : {"", "abc", "é", "€", "😀", "\xEF\xBF\xBD"}) {
    CHECK(task_host::IsUtf8(good));
  }
  for (const char* bad : {"\xFF", "\xC3", "\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80",
                          "\xF4\x90\x80\x80", "\xF0\x8F\xBF\xBF", "a\x80"}) {
    CHECK_FALSE(task_host::IsUtf8(bad));
  }
  CHECK(task_host::ToUtf8("caf\xE9!") == "caf\xEF\xBF\xBD!");
}

TEST_CASE("a path is one word of a shell's command line") {
  CHECK(task_host::ShellWord("/a-b/c_d.json") == "/a-b/c_d.json");
  CHECK(task_host::ShellWord("a b") == "'a b'");
  CHECK(task_host::ShellWord("it's $HOME") == "'it'\\''s $HOME'");
  CHECK(task_host::ShellWord("") == "''");
}
