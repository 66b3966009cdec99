// SPDX-License-Identifier: Apache-2.0
// UTF-8, blanks and letter case without a locale.
#include "author/text.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>

namespace task_plugin {
namespace {

TEST_CASE("a broken sequence is found wherever it stands") {
  for (size_t before = 0; before <= 40; ++before) {
    for (size_t behind = 0; behind <= 20; ++behind) {
      CAPTURE(before);
      CAPTURE(behind);
      const std::string front(before, 'x');
      const std::string back(behind, 'y');
      CHECK(FindNotUtf8(front + "\xE9" + back) == before);
      CHECK(FindNotUtf8(front + "\u00E9" + back) == std::string::npos);
      CHECK(FindNotUtf8(front + "\u00E9\xFF" + back) == before + 2);
    }
  }
}

TEST_CASE("IsUtf8 knows every kind of broken sequence") {
  using namespace std::string_view_literals;
  for (const std::string_view whole :
       {""sv, "a\0b"sv, "\x7F"sv, "\xC2\x80"sv, "\xDF\xBF"sv, "\xE0\xA0\x80"sv, "\xED\x9F\xBF"sv,
        "\xEE\x80\x80"sv, "\xEF\xBF\xBF"sv, "\xF0\x90\x80\x80"sv, "\xF4\x8F\xBF\xBF"sv,
        "\u05E9\u05DC\u05D5\u05DD \U0001F600"sv}) {
    CAPTURE(whole);
    CHECK(IsUtf8(whole));
  }
  for (const std::string_view broken : {"\x80"sv,
                                        "\xBF"sv,
                                        "\xC0\x80"sv,
                                        "\xC1\xBF"sv,
                                        "\xC2"sv,
                                        "\xC2\x41"sv,
                                        "\xC2\xC2"sv,
                                        "\xE0\x9F\xBF"sv,
                                        "\xE0\xA0"sv,
                                        "\xE0\xA0\x41"sv,
                                        "\xED\xA0\x80"sv,
                                        "\xED\xBF\xBF"sv,
                                        "\xF0\x8F\xBF\xBF"sv,
                                        "\xF4\x90\x80\x80"sv,
                                        "\xF5\x80\x80\x80"sv,
                                        "\xF8\x88\x80\x80\x80"sv,
                                        "\xFE"sv,
                                        "\xFF"sv,
                                        "a\xF0\x90\x80"sv,
                                        "\xE2\x82\xAC\x80"sv}) {
    CAPTURE(broken);
    CHECK_FALSE(IsUtf8(broken));
  }
}

TEST_CASE("CountCharacters counts code points") {
  CHECK(CountCharacters("") == 0);
  CHECK(CountCharacters("a\u00E9\u20AC\U0001F600") == 4);
}

TEST_CASE("Trim takes blanks off both ends, no-break spaces too") {
  CHECK(Trim("") == "");
  CHECK(Trim(" \t\r\n\v\f\u00A0\u202F ") == "");
  CHECK(Trim("\u00A0 a b \u202F") == "a b");
  CHECK(Trim("\u00E0") == "\u00E0");  // its last byte is also the last one of a no-break space
  CHECK(Trim("a") == "a");
}

TEST_CASE("Fold compares words as people see them") {
  const std::pair<const char*, const char*> kTable[] = {
      {"", ""},
      {"  Oui\u00A0 ", "oui"},
      {"En \t\u202F attente", "en attente"},
      {"\u00C9LEV\u00C9E", "\u00E9lev\u00E9e"},
      {"\u00D7 \u00F7 \u00DF \u00DE", "\u00D7 \u00F7 \u00DF \u00FE"},
      {"\u0152UVRE \u0178 \u017D\u013D\u0141\u014A", "\u0153uvre \u00FF \u017E\u013E\u0142\u014B"},
      {"\u0138 \u0149 \u017F \u0131", "\u0138 \u0149 \u017F \u0131"},
      {"\u0130", "\u0130"},  // has no lower case of the same length; left alone
      {"E\u0301LEVE\u0301E", "\u00E9lev\u00E9e"},  // as macOS writes file names
      {"\u0301 e \u0301 x\u0301 \u00E9\u0301", "\u0301 e \u0301 x\u0301 \u00E9\u0301"},
      {"\u0391\u0411 \u4E2D \U0001F600", "\u0391\u0411 \u4E2D \U0001F600"},
  };
  for (const auto& [written, folded] : kTable) {
    const char* const text = written;
    CAPTURE(text);
    CHECK(Fold(text) == folded);
    CHECK(Fold(folded) == folded);
  }
}

TEST_CASE("texts cross the border with and without bytes") {
  CHECK(View(tp_str{nullptr, 0}).empty());
  CHECK(View(tp_str{"abc", 2}) == "ab");
  CHECK(Str("abc").size == 3);
}

}  // namespace
}  // namespace task_plugin
