// SPDX-License-Identifier: Apache-2.0
// The spellings of a secret.
#include "plugin/auth/encodings.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace zendesk::auth;  // NOLINT(google-build-using-namespace): what is tested

namespace {

std::vector<std::string> FormsOf(std::string_view secret) {
  std::vector<std::string> forms;
  ForEachForm(secret, [&forms](std::string_view form) { forms.emplace_back(form); });
  return forms;
}

}  // namespace

TEST_SUITE_BEGIN("encodings");

TEST_CASE("Base64 by the vectors of RFC 4648") {
  CHECK(Base64("").view() == "");
  CHECK(Base64("f").view() == "Zg==");
  CHECK(Base64("fo").view() == "Zm8=");
  CHECK(Base64("foo").view() == "Zm9v");
  CHECK(Base64("foob").view() == "Zm9vYg==");
  CHECK(Base64("fooba").view() == "Zm9vYmE=");
  CHECK(Base64("foobar").view() == "Zm9vYmFy");
  CHECK(Base64("\xFB\xFF\xFE").view() == "+//+");
}

TEST_CASE("JSON escapes what has to be escaped, and nothing else") {
  CHECK(JsonEscaped(std::string_view("a\"b\\c/\n\0\x1f\x7f\xC3\xA9", 12)).view() ==
        "a\\\"b\\\\c/\\u000a\\u0000\\u001f\x7f\xC3\xA9");
}

TEST_CASE("forms that do not differ come once, and no text has none") {
  CHECK(FormsOf("").empty());
  CHECK(FormsOf("abc") == std::vector<std::string>{"abc", "YWJj"});
  CHECK(FormsOf("a b\"") == std::vector<std::string>{"a b\"", "YSBiIg==", "a%20b%22", "a b\\\""});
}

TEST_SUITE_END();
