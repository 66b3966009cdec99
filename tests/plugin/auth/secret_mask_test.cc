// SPDX-License-Identifier: Apache-2.0
// Asterisks in the place of every form of a secret, and nowhere else.
#include "plugin/auth/secret_mask.h"

#include <doctest/doctest.h>

#include <string>

using zendesk::auth::SecretMask;
using zendesk::transport::Response;

namespace {

SecretMask MaskOf(std::string_view secret) {
  SecretMask mask;
  mask.Add(secret);
  return mask;
}

std::string MaskedBody(std::string_view body, std::string_view secret) {
  Response answer;
  answer.body = body;
  MaskOf(secret).Mask(answer);
  return std::string(answer.body);
}

}  // namespace

TEST_SUITE_BEGIN("secret_mask");

TEST_CASE("every form is masked, wherever it stands") {
  std::string text = "a b\" YSBiIg== a%20b%22a%20b%22, {\"x\":\"a b\\\"\"}";
  MaskOf("a b\"").Mask(text);
  CHECK(text == "*** *** ******, {\"x\":\"***\"}");
  std::string same = "nothing";
  MaskOf("").Mask(same);
  CHECK(same == "nothing");
}

TEST_CASE("a secret is found from whichever of its characters it is looked for") {
  // The rarest one is the first, one in the middle, the last.
  for (const std::string_view secret : {"Qaeae-aaea", "aaeaQaeaae", "aeaeaeaeaQ", "eeee"}) {
    CAPTURE(secret);
    for (const std::string_view before :
         {"", "a", "Q", "aeaeQ", "aaeaQaea", "QQQQQQQQQQQQ", "ee"}) {
      for (const std::string_view behind : {"", "a", "Q", "aaeaQaea", "Qaeae-aae", "aeaeaeaea"}) {
        std::string text;
        text.append(before).append(secret).append(behind).append(secret).append(before);
        std::string expected(text);
        for (size_t at = expected.find(secret); at != expected.npos;
             at = expected.find(secret, at + 3))
          expected.replace(at, secret.size(), "***");
        MaskOf(secret).Mask(text);
        CHECK(text == expected);
      }
    }
  }
}

TEST_CASE("of what is masked nothing is left behind the end of the text") {
  std::string text = "a secret that is long, and once more: secret that is long";
  const char* const bytes = text.data();
  const std::size_t size = text.size();
  MaskOf("secret that is long").Mask(text);
  REQUIRE(text == "a ***, and once more: ***");
  REQUIRE(text.data() == bytes);
  CHECK(std::string(bytes + text.size(), size - text.size()) ==
        std::string(size - text.size(), '\0'));
}

TEST_CASE("in an answer, only what cannot be anything else is masked") {
  CHECK(MaskedBody(R"({"a":"0123456789abcde\"","b":"MDEyMzQ1Njc4OWFiY2RlIg==",)"
                   R"("c":"0123456789abcde%22","d":"0123456789abcde","e":1})",
                   "0123456789abcde\"") ==
        R"({"a":"***","b":"***","c":"***","d":"0123456789abcde","e":1})");
  const std::string same = R"({"error":12345678901234567})";
  CHECK(MaskedBody(same, "12345678901234567") == same);
  CHECK(MaskedBody(same, "error") == same);
}

TEST_CASE("a body that is JSON stays so, and any other may hold the secret as it is") {
  const std::string json = R"({"error":12345678901234567})";
  CHECK(MaskedBody(json, R"(rror":12345678901)") == json);
  CHECK(MaskedBody(json + "}", R"(rror":12345678901)") == R"({"e***234567}})");
}

TEST_CASE("what was sent in JSON comes back as a text in JSON") {
  CHECK(MaskedBody(R"({"error":"{\"code\":\"0123456789\\\"abcdef\"}"})", R"(0123456789"abcdef)") ==
        R"({"error":"{\"code\":\"***\"}"})");
}

TEST_CASE("headers are masked, names and values") {
  Response answer;
  answer.headers.Append("X-abcdefgh-1234567: one\r\n");
  answer.headers.Append("X-Two: Bearer abcdefgh-1234567!\r\n");
  answer.headers.Append("X-Three: abcdefgh\r\n");
  MaskOf("abcdefgh-1234567").Mask(answer);
  CHECK(answer.Header("X-***") == "one");
  CHECK(answer.Header("X-Two") == "Bearer ***!");
  CHECK(answer.Header("X-Three") == "abcdefgh");
}

TEST_CASE("a secret that ends a header's line takes no other with it") {
  Response answer;
  answer.headers.Append("X-One: 0123456789abcdef");
  MaskOf("0123456789abcdef\n").Mask(answer);
  CHECK(answer.Header("X-One") == "***");
  CHECK(!answer.Header("X-Two"));
}

TEST_SUITE_END();
