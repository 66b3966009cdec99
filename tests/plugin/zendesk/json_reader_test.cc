// SPDX-License-Identifier: Apache-2.0
// The reader of answers against RapidJSON, which reads the same documents in its own way.
#include "plugin/zendesk/json_reader.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <random>
#include <string>
#include <vector>

using zendesk::JsonEnd;
using zendesk::JsonReader;

namespace {

// Writes down what it is told, without white space, and numbers as they came.
class Echo {
 public:
  void Key(std::string_view key) {
    Separate();
    Quote(key);
    text += ':';
    is_first_ = true;
  }
  bool WantsText() const { return true; }
  bool Text(std::string_view value) {
    Separate();
    Quote(value);
    return true;
  }
  void Number(std::string_view number) { Add(number); }
  void Bool(bool value) { Add(value ? "true" : "false"); }
  void Null() { Add("null"); }
  void StartObject(size_t at) {
    Open('{');
    begins.push_back(at);
  }
  void EndObject(size_t members, size_t at) {
    Close('}');
    counts.push_back(members);
    ends.push_back(at);
  }
  void StartArray() { Open('['); }
  void EndArray() { Close(']'); }

  std::string text;
  std::vector<size_t> begins;
  std::vector<size_t> ends;
  std::vector<size_t> counts;

 private:
  void Separate() {
    if (!is_first_) text += ',';
    is_first_ = false;
  }
  void Add(std::string_view value) {
    Separate();
    text += value;
  }
  void Open(char bracket) {
    Separate();
    text += bracket;
    is_first_ = true;
  }
  void Close(char bracket) {
    text += bracket;
    is_first_ = false;
  }
  void Quote(std::string_view value) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer>(buffer).String(
        value.data(), static_cast<rapidjson::SizeType>(value.size()));
    text.append(buffer.GetString(), buffer.GetSize());
  }

  bool is_first_ = true;
};

// Checks a text without asking for it.
struct Deaf : Echo {
  bool WantsText() const { return false; }
};

JsonEnd End(std::string_view document) {
  Echo echo;
  return JsonReader(document, echo).Read();
}

std::string Read(std::string_view document) {
  Echo echo;
  CHECK(JsonReader(document, echo).Read() == JsonEnd::kWhole);
  return echo.text;
}

// What RapidJSON makes of it; empty when it refuses.
std::string Expected(const std::string& document) {
  constexpr unsigned kFlags = rapidjson::kParseValidateEncodingFlag |
                              rapidjson::kParseIterativeFlag |
                              rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::MemoryStream stream(document.data(), document.size());
  rapidjson::StringBuffer buffer;
  // The numbers' texts pass through as they are.
  struct Handler : rapidjson::Writer<rapidjson::StringBuffer> {
    using Writer::Writer;
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
      return RawValue(text, size, rapidjson::kNumberType);
    }
  } handler(buffer);
  rapidjson::Reader reader;
  if (reader.Parse<kFlags>(stream, handler).IsError() || stream.Tell() != document.size())
    return "";
  return {buffer.GetString(), buffer.GetSize()};
}

void CompareWithRapidJson(const std::string& document) {
  CAPTURE(document);
  // Nothing stands behind it, as a sanitizer would notice.
  const std::vector<char> bytes(document.begin(), document.end());
  const std::string_view exact(bytes.data(), bytes.size());
  Echo echo;
  const bool is_whole = JsonReader(exact, echo).Read() == JsonEnd::kWhole;
  const std::string expected = Expected(document);
  CHECK(is_whole == !expected.empty());
  if (is_whole) CHECK(echo.text == expected);
  Deaf deaf;
  CHECK((JsonReader(exact, deaf).Read() == JsonEnd::kWhole) == is_whole);
}

}  // namespace

TEST_SUITE_BEGIN("json_reader");

TEST_CASE("documents come through") {
  for (const char* document :
       {"null", "0", "-0.5e-7", "\"\"", "[]", "{}", "[[],{},[{}]]",
        R"({"a":{"b":[1,2.50,"c"]},"d":null})", R"([true,false,"\"\\/\b\f\n\r\té"])"}) {
    CompareWithRapidJson(document);
  }
  CHECK(Read(" { \"a\" :\t[ 1 ,\r\n2 ] } ") == R"({"a":[1,2]})");
  CHECK(Read(R"("\u0041\u00e9\u20AC\ud83d\ude00 and more text behind")") ==
        "\"A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80 and more text behind\"");
}

TEST_CASE("places and counts of objects") {
  Echo echo;
  CHECK(JsonReader(R"( {"a":{"b":1,"c":2},"d":{}})", echo).Read() == JsonEnd::kWhole);
  CHECK(echo.begins == std::vector<size_t>{1, 6, 24});
  CHECK(echo.ends == std::vector<size_t>{19, 26, 27});
  CHECK(echo.counts == std::vector<size_t>{2, 0, 2});
}

TEST_CASE("a text of any length, with anything at any place") {
  for (size_t size = 0; size <= 40; ++size) {
    const std::string plain(size, 'x');
    CompareWithRapidJson('"' + plain + '"');
    CompareWithRapidJson('"' + plain);
    for (size_t place = 0; place <= size; ++place) {
      for (const char* odd :
           {"\"", "\\\"", "\\u00e9", "\xC3\xA9", "\xF0\x9F\x98\x80", "\x01", "\x1F", "\x7F", "\x80",
            "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\\x", "\\"}) {
        const std::string text = '"' + std::string(plain).insert(place, odd);
        CompareWithRapidJson(text + '"');
        if (place == size) CompareWithRapidJson(text);
      }
    }
  }
}

TEST_CASE("each character, before, in and behind plain ones") {
  for (int value = 0; value <= 0xFF; ++value) {
    const std::string c(1, static_cast<char>(value));
    for (const size_t before : {0, 1, 6, 7, 8}) {
      const std::string plain(before, ' ');
      CompareWithRapidJson(fmt::format("\"{}{}\"", plain, c));
      CompareWithRapidJson(fmt::format("\"{}{}            \"", plain, c));
      CompareWithRapidJson(fmt::format("\"{}{}{}\xC3\xA9      \"", plain, c, c));
    }
    CompareWithRapidJson(c);
    CompareWithRapidJson("[" + c + "]");
    CompareWithRapidJson("[12" + c + "34567890123]");
    CompareWithRapidJson("{\"a\"" + c + ":1}");
  }
}

TEST_CASE("a key of any length, plain or not") {
  for (size_t size = 0; size <= 40; ++size) {
    for (const char* odd : {"", "\\\"", "\xC3\xA9", "\n", "\xC3"}) {
      const std::string key = '"' + std::string(size, 'k') + odd + '"';
      CompareWithRapidJson(fmt::format(R"({{{}:1,{}:{{"n":null}}}})", key, key));
      CompareWithRapidJson('{' + key);
      CompareWithRapidJson('{' + key + ':');
    }
  }
}

TEST_CASE("a number of any length, with anything behind it") {
  for (size_t size = 1; size <= 40; ++size) {
    const std::string number = std::string("1234567890").substr(size % 10) + std::string(size, '7');
    for (const char* behind : {"", ".", ".5", "e5", "E+5", "e", "-", "/", ":", "a", "\x80", " "}) {
      CompareWithRapidJson(number + behind);
      CompareWithRapidJson("[" + number + behind + "]");
      CompareWithRapidJson(fmt::format("[-{}{},0{}]", number, behind, number));
      CompareWithRapidJson(fmt::format(R"({{"n":0{},"m":{}{}}})", behind, number, behind));
    }
  }
}

TEST_CASE("what is no JSON") {
  for (const char* document : {"",
                               " ",
                               "nul",

                               "+1",
                               "1.",
                               ".5",
                               "1e",
                               "1e+",
                               "-",
                               "[1,]",
                               "[,1]",
                               "[1 2]",
                               "{\"a\"}",
                               "{\"a\":}",
                               "{\"a\":1,}",
                               "{a:1}",
                               "{1:2}",
                               "[}",
                               "{]",
                               "'a'",
                               "\"",
                               "\"\\u12\"",
                               "\"\\u12g4\"",
                               "\"\\ud83d\"",
                               "\"\\ud83dx\"",
                               "\"\\ud83d\\u0041\"",
                               "\"\n\"",
                               "[\"a\"",
                               "NaN"}) {
    CAPTURE(document);
    CHECK(End(document) == JsonEnd::kNotJson);
    CompareWithRapidJson(document);
  }
  CHECK(End("1 2") == JsonEnd::kMoreBehind);
  CHECK(End("01") == JsonEnd::kMoreBehind);
  CHECK(End("{}}") == JsonEnd::kMoreBehind);
  CHECK(End(std::string_view("{}\0", 3)) == JsonEnd::kMoreBehind);
}

TEST_CASE("numbers beyond a double are refused, tiny ones are not") {
  for (const char* number : {"1e308", "1e-400", "123456789012345678901234567890", "-1.7e308"}) {
    CHECK(Read(number) == number);
  }
  for (const char* number : {"1e309", "-1e400", "0.1e400", "1e99999999999"}) {
    CAPTURE(number);
    CHECK(End(number) == JsonEnd::kNotJson);
  }
  for (const size_t size : {300, 301, 308}) {
    CAPTURE(size);
    CHECK(End('[' + std::string(size, '9') + ']') == JsonEnd::kWhole);
  }
  CHECK(End(std::string(400, '9')) == JsonEnd::kNotJson);
  CHECK(End('[' + std::string(400, '9') + ']') == JsonEnd::kNotJson);
}

TEST_CASE("sixty-four levels") {
  const auto nested = [](size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  CHECK(End(nested(64)) == JsonEnd::kWhole);
  CHECK(End(nested(65)) == JsonEnd::kTooDeep);
  CHECK(End(std::string(1'000'000, '[')) == JsonEnd::kTooDeep);
}

TEST_CASE("a hundred thousand damaged documents are judged as RapidJSON judges them") {
  const std::string whole =
      R"({"ticket":{"id":35436,"url":"https://acme.zendesk.com/x.json","via":{"a":[]},"n":-1.5e3,)"
      R"("tags":["a","\u00e9\ud83d\ude00","c d"],"ok":true,"no":[false,null,{"x":"é€😀\\\"\n"}]}})";
  constexpr std::string_view kOdd = "{}[],:\"\\u0eE+-.9dD tfn\xC3\x80\xED\xF0\n\x01";
  std::mt19937 random(20261122);
  const auto below = [&random](size_t limit) { return random() % limit; };
  for (int i = 0; i < 100'000; ++i) {
    std::string damaged = whole;
    for (size_t edits = 1 + below(3); edits > 0; --edits) {
      const size_t place = below(damaged.size());
      switch (below(3)) {
        case 0:
          damaged[place] = kOdd[below(kOdd.size())];
          break;
        case 1:
          damaged.insert(place, 1, kOdd[below(kOdd.size())]);
          break;
        default:
          damaged.erase(place, 1 + below(4));
      }
    }
    CompareWithRapidJson(damaged);
  }
}

TEST_SUITE_END();
