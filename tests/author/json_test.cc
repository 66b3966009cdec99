// SPDX-License-Identifier: Apache-2.0
// What counts as JSON, and that nothing is lost between reading and writing it.
#include "author/json.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "author/error.h"
#include "author/text.h"

namespace task_plugin {
namespace {

std::string RoundTrip(std::string_view text,
                      json::Fractions fractions = json::Fractions::kDoubles) {
  const json::Document document = json::Document::Parse(std::string(text), "The text", fractions);
  json::Buffer buffer;
  json::Writer writer(buffer);
  json::Write(writer, document.root());
  return buffer.Take();
}

// The code of the error, and its message behind it; empty when the text is accepted.
std::string Refusal(std::string text) {
  try {
    json::Document::Parse(std::move(text), "The text");
    return {};
  } catch (const Error& error) {
    CHECK(error.status == Status::kInvalidArgument);
    return error.code + ": " + error.message;
  }
}

bool Refuses(std::string_view text, std::string_view because = {}) {
  const std::string refusal = Refusal(std::string(text));
  INFO(refusal);
  return refusal.starts_with("invalid_json: The text is not valid JSON. ") &&
         refusal.find(because) != std::string::npos;
}

std::string Nested(int levels) {
  return std::string(static_cast<size_t>(levels), '[') +
         std::string(static_cast<size_t>(levels), ']');
}

TEST_CASE("numbers keep every digit") {
  for (const char* number :
       {"0", "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "18446744073709551615", "18446744073709551616",
        "-9223372036854775809", "123456789012345678901234567890123456789012345678901234567890",
        "0.1", "-2.5", "1e300", "5e-324", "-0.0"}) {
    CAPTURE(number);
    const std::string text = std::string("{\"n\":[") + number + ",1]}";
    std::string written = RoundTrip(text);
    CHECK(written == (number == std::string_view("1e300") ? "{\"n\":[1e300,1]}" : text));
  }
  CHECK(RoundTrip("-0") == "0");  // an integer has one zero
  CHECK(RoundTrip("1.50") == "1.5");
}

TEST_CASE("fractions are written as they came where that is asked for") {
  for (const char* number : {"1.50", "-0.10", "0.10000000000000000555", "1e3", "1E+3", "2.0",
                             "12345678901234567.89", "1.5", "5e-324", "-0.0"}) {
    CAPTURE(number);
    const std::string text = std::string("{\"n\":[") + number + "]}";
    CHECK(RoundTrip(text, json::Fractions::kAsWritten) == text);
  }
  CHECK(RoundTrip("[1e3,0.10000000000000000555]") == "[1000.0,0.1]");
  json::Document document = json::Document::Parse(R"({"a":[1.50,18446744073709551616,"1.50",1.5]})",
                                                  "The text", json::Fractions::kAsWritten);
  json::Value& list = document.root()["a"];
  CHECK(json::IsNumberText(list[0]));
  CHECK_FALSE(json::IsWideInteger(list[0]));
  CHECK_FALSE(json::IsNumberText(list[2]));
  CHECK(list[3].IsDouble());
  json::RoundFractions(document.root());
  CHECK(list[0].IsDouble());
  CHECK(json::IsWideInteger(list[1]));
  CHECK(json::Text(list[2]) == "1.50");
}

TEST_CASE("an integer of more than 64 bits is told from a text") {
  const json::Document document =
      json::Document::Parse(R"([18446744073709551616, "18446744073709551616", -1])", "The text");
  CHECK(json::IsWideInteger(document.root()[0]));
  CHECK_FALSE(json::IsWideInteger(document.root()[1]));
  CHECK_FALSE(json::IsWideInteger(document.root()[2]));
  CHECK(
      Refuses("[\"\xEF\xBF\xBF"
              "1\"]",
              "U+FFFF"));
  CHECK(Refuses(R"(["\uffff1"])", "U+FFFF"));
  CHECK(RoundTrip(R"(["1\uffff"])") == "[\"1\xEF\xBF\xBF\"]");
  CHECK(RoundTrip(R"({"\uffff1":1})") ==
        "{\"\xEF\xBF\xBF"
        "1\":1}");
}

TEST_CASE("numbers beyond a double are refused") {
  CHECK(Refuses("1e999", "out of range"));
  CHECK(Refuses("[-1e999]", "out of range"));
  CHECK(Refuses("1e-999", "out of range"));
  CHECK(Refusal("1" + std::string(307, '0')).empty());
  CHECK(Refuses("1" + std::string(309, '0'), "out of range"));  // an integer, too
  for (const char* number : {"01", "+1", "1.", ".5", "1e", "0x10", "NaN", "Infinity", "-", "--1"}) {
    CAPTURE(number);
    CHECK(Refuses(number));
  }
}

TEST_CASE("duplicate keys are refused at any depth, in small and in large objects") {
  CHECK(Refuses(R"({"a":1,"a":1})", "\"a\" stands twice"));
  CHECK(Refuses(R"([0,{"x":{"b":1,"c":2,"b":3}}])", "\"b\" stands twice"));
  CHECK(Refuses(R"({"\u0061":1,"a":2})", "\"a\" stands twice"));
  CHECK(RoundTrip(R"({"a":{"a":{"a":1}},"A":2})") == R"({"a":{"a":{"a":1}},"A":2})");
  std::string large = "{\"k\":0";
  for (int i = 0; i < 100; ++i) large += ",\"k" + std::to_string(i) + "\":0";
  CHECK(Refusal(large + "}").empty());
  CHECK(Refuses(large + ",\"k50\":1}", "\"k50\" stands twice"));
  CHECK(Refuses(std::string_view("{\"\\u0000\":1,\"\\u0000\":2}"), "stands twice"));
  CHECK(Refusal(R"({"a\u0000b":1,"a\u0000c":2})").empty());
}

TEST_CASE("64 levels and 16 MiB are the end") {
  CHECK(RoundTrip(Nested(64)) == Nested(64));
  CHECK(Refuses(Nested(65), "64 levels"));
  CHECK(Refuses(std::string(1'000'000, '['), "64 levels"));
  std::string objects;
  for (int i = 0; i < 65; ++i) objects += "{\"a\":";
  CHECK(Refuses(objects + "1" + std::string(65, '}'), "64 levels"));

  const std::string full = '"' + std::string(json::kMaxBytes - 2, 'x') + '"';
  CHECK(Refusal(full).empty());
  CHECK(Refusal(full + " ").starts_with("too_large: The text has 16777217 bytes"));
}

TEST_CASE("text is UTF-8, and escapes make nothing else of it") {
  CHECK(RoundTrip("[\"\\ud83d\\ude00 \\u00e9 \\u0000 \\\" \\/\"]") ==
        "[\"\U0001F600 \u00E9 \\u0000 \\\" /\"]");
  const json::Document nul = json::Document::Parse(R"(["a\u0000b"])", "The text");
  CHECK(json::Text(nul.root()[0]) == std::string_view("a\0b", 3));
  for (const char* text : {R"(["\ud800"])", R"(["\udc00"])", R"(["\udfff x"])", R"({"\ude00":1})",
                           R"(["\ud800\ud800"])", R"(["\ud83d\u0041"])", R"(["\ud83d"])",
                           R"(["\udc00\ud800"])", R"(["\u12"])", R"(["\x41"])", "[\"a\nb\"]"}) {
    CAPTURE(text);
    CHECK(Refuses(text));
  }
}

TEST_CASE("what needs an escape gets one, wherever it stands") {
  for (int code = 0; code < 0x100; ++code) {
    for (size_t before = 0; before <= 17; ++before) {
      const std::string text = std::string(before, 'x') + static_cast<char>(code) + "yy";
      json::Buffer buffer;
      json::Writer writer(buffer);
      writer.StartArray();
      json::WriteText(writer, text);
      writer.EndArray();
      json::Buffer expected;
      rapidjson::Writer<json::Buffer> slow(expected);
      slow.StartArray();
      slow.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
      slow.EndArray();
      CAPTURE(code);
      CAPTURE(before);
      CHECK(buffer.text() == expected.text());
    }
  }
}

TEST_CASE("the parser and IsUtf8 agree on what UTF-8 is") {
  int accepted = 0;
  for (unsigned first = 0x80; first <= 0xFF; ++first) {
    for (unsigned second = 0x20; second <= 0xFF; second += second < 0x7F ? 0x1F : 1) {
      for (const std::string_view tail : {"", "\x80", "\xBF\x80", "\x80\x80\x80"}) {
        std::string text = {static_cast<char>(first), static_cast<char>(second)};
        text += tail;
        const bool whole = IsUtf8(text);
        const bool parsed = Refusal("[\"" + text + "\"]").empty();
        if (whole != parsed) {
          CAPTURE(first);
          CAPTURE(second);
          CAPTURE(tail.size());
          FAIL_CHECK("they differ");
        }
        accepted += parsed ? 1 : 0;
      }
    }
  }
  CHECK(accepted > 1000);
}

TEST_CASE("there is one document and nothing behind it") {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {""sv, " "sv, "[1]x"sv, "{} {}"sv, "[1,]"sv, "{\"a\":1,}"sv, "[1 2]"sv, "// no\n1"sv,
        "\xEF\xBB\xBF{}"sv, "{\"a\":}"sv, "[\"a\0b\"]"sv, "[1]\0"sv, "[1]\0[2]"sv, "\0"sv, "nul"sv,
        "'a'"sv, "[1}"sv, "\"a"sv}) {
    CAPTURE(text);
    CHECK(Refuses(text));
  }
  CHECK(RoundTrip(" \t\r\n[ 1 , null , true ] \n") == "[1,null,true]");
}

TEST_CASE("a document survives being moved") {
  json::Document first = json::Document::Parse(R"({"short":"s"})", "The text");
  const json::Document second = std::move(first);
  CHECK(json::Text(*json::Find(second.root(), "short")) == "s");
  CHECK(json::Find(second.root(), "shor") == nullptr);
}

TEST_CASE("a small document takes little memory, for as many wait as there are operations") {
  json::Document document = json::Document::Parse(R"({"a":[1,2,3],"b":"c"})", "The text");
  CHECK(document.allocator().Capacity() <= 1024);
}

TEST_CASE("pointers escape what separates their parts") {
  CHECK(json::Join("", "a") == "/a");
  CHECK(json::Join("/a", "b/c~d") == "/a/b~1c~0d");
  CHECK(json::Join("/a", "") == "/a/");
}

}  // namespace
}  // namespace task_plugin
