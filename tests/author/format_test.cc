// SPDX-License-Identifier: Apache-2.0
// Tables of what each format accepts.
#include "author/format.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace task_plugin {
namespace {

void CheckFormat(std::string_view format, const std::vector<std::string>& good,
                 const std::vector<std::string>& bad) {
  CAPTURE(format);
  CHECK(HasFormat(format, FormatExample(format)));
  CHECK_FALSE(FormatExample(format).empty());
  for (const std::string& text : good) {
    CAPTURE(text);
    CHECK(HasFormat(format, text));
  }
  for (const std::string& text : bad) {
    CAPTURE(text);
    CHECK_FALSE(HasFormat(format, text));
  }
}

TEST_CASE("date") {
  CheckFormat("date", {"2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2026-04-30"},
              {"", "2023-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-01-00",
               "2026-01-32", "2026-04-31", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01 ",
               "2026-01-01T00:00:00Z", "2026-01-0a", "+026-01-01"});
}

TEST_CASE("date-time") {
  CheckFormat("date-time",
              {"2026-11-22T00:00:00Z", "2026-11-22t23:59:60z", "2026-11-22 12:00:00+05:30",
               "2026-11-22T12:00:00.123456789-11:00", "2026-11-22T12:00:00.0Z"},
              {"", "2026-11-22", "2026-11-22T12:00:00", "2026-11-22T12:00Z", "2026-11-22T24:00:00Z",
               "2026-11-22T12:60:00Z", "2026-11-22T12:00:61Z", "2026-11-22T12:00:00.Z",
               "2026-11-22T12:00:00+24:00", "2026-11-22T12:00:00+05:60", "2026-11-22T12:00:00+0530",
               "2026-11-22T12:00:00ZZ", "2026-02-30T12:00:00Z", "2026-11-22_12:00:00Z",
               "2026-11-22T12:00:00.5"});
}

TEST_CASE("email") {
  CheckFormat("email",
              {"a@b", "ada.lovelace+tag@mail.example.com", "\u00E9l\u00E9a@exemple.fr", "o'n@e.io"},
              {"", "ada", "@example.com", "ada@", "ada@.com", "ada@com.", "ada@ex..com",
               "a b@example.com", "a@b@c", "Ada <ada@example.com>", "a@b,c@d", "a@b;c@d", "a@b\n",
               std::string("a\0@b", 4), std::string(250, 'a') + "@b.cd", "a\x7F@b"});
}

TEST_CASE("uri") {
  CheckFormat("uri", {"https://example.com/a?b#c", "mailto:a@b", "urn:isbn:1", "a+b-c.1:x"},
              {"", "example.com", ":x", "https:", "1a:x", "ht tp://x", "https://a b", "/path",
               "h\u00E9:x", "https://a\n"});
}

TEST_CASE("uuid") {
  CheckFormat("uuid",
              {"00000000-0000-0000-0000-000000000000", "ABCDEF01-2345-6789-abcd-ef0123456789"},
              {"", "0123456789abcdef0123456789abcdef", "{01234567-89ab-cdef-0123-456789abcdef}",
               "01234567-89ab-cdef-0123-456789abcdeg", "01234567-89ab-cdef-0123-456789abcde"});
}

TEST_CASE("an unknown format accepts every text") {
  CHECK(HasFormat("telephone", "anything"));
  CHECK(HasFormat("", ""));
  CHECK(FormatExample("telephone").empty());
}

}  // namespace
}  // namespace task_plugin
