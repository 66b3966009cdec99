// SPDX-License-Identifier: Apache-2.0
// The spellings of a secret, and asterisks in their place.
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
  std::string out = "x";
  AppendJsonEscaped(out, std::string_view("a\"b\\c/\n\0\x1f\x7f\xC3\xA9", 12));
  CHECK(out == "xa\\\"b\\\\c/\\u000a\\u0000\\u001f\x7f\xC3\xA9");
}

TEST_CASE("forms that do not differ come once, and no text has none") {
  CHECK(FormsOf("").empty());
  CHECK(FormsOf("abc") == std::vector<std::string>{"abc", "YWJj"});
  CHECK(FormsOf("a b\"") == std::vector<std::string>{"a b\"", "YSBiIg==", "a%20b%22", "a b\\\""});
}

TEST_CASE("every form is masked, wherever it stands") {
  std::string text = "a b\" YSBiIg== a%20b%22a%20b%22, {\"x\":\"a b\\\"\"}";
  MaskSecret(text, "a b\"");
  CHECK(text == "*** *** ******, {\"x\":\"***\"}");
  std::string same = "nothing";
  MaskSecret(same, "");
  CHECK(same == "nothing");
}

TEST_CASE("in a JSON document, only what cannot be anything else is masked") {
  std::string text = R"({"a":"0123456789abcde\"","b":"MDEyMzQ1Njc4OWFiY2RlIg==",)"
                     R"("c":"0123456789abcde%22","d":"0123456789abcde","e":1})";
  MaskSecretInJson(text, "0123456789abcde\"");
  CHECK(text == R"({"a":"***","b":"***","c":"***","d":"0123456789abcde","e":1})");
  std::string same = R"({"error":12345678901234567})";
  MaskSecretInJson(same, "12345678901234567");
  MaskSecretInJson(same, "error");
  MaskSecretInJson(same, R"(rror":12345678901)");
  CHECK(same == R"({"error":12345678901234567})");
}

TEST_SUITE_END();
