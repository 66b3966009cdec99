// SPDX-License-Identifier: Apache-2.0
// The Authorization headers, what may stand in them, and what must stay out of logs.
#include "plugin/auth/credentials.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using zendesk::auth::BadCredentials;
using zendesk::auth::Credentials;
using zendesk::auth::Secret;

namespace {

std::vector<std::string> SecretsOf(const Credentials& credentials) {
  std::vector<std::string> secrets;
  credentials.ForEachSecret([&secrets](std::string_view text) { secrets.emplace_back(text); });
  return secrets;
}

}  // namespace

TEST_SUITE_BEGIN("credentials");

TEST_CASE("a bearer token stands in the header as it is") {
  const auto credentials = Credentials::Bearer("abc.DEF-123_~+/=");
  CHECK(credentials->AuthorizationHeader() == "Authorization: Bearer abc.DEF-123_~+/=");
  CHECK(SecretsOf(*credentials) ==
        std::vector<std::string>{
            "abc.DEF-123_~+/=", "YWJjLkRFRi0xMjNffisvPQ==", "abc.DEF-123_~%2B%2F%3D"});
}

TEST_CASE("an API token is sent with the e-mail address, in Base64 of every length") {
  // From `printf %s 'ann@example.com/token:…' | base64`.
  CHECK(Credentials::ApiToken("ann@example.com", "abc")->AuthorizationHeader() ==
        "Authorization: Basic YW5uQGV4YW1wbGUuY29tL3Rva2VuOmFiYw==");
  CHECK(Credentials::ApiToken("ann@example.com", "abcd")->AuthorizationHeader() ==
        "Authorization: Basic YW5uQGV4YW1wbGUuY29tL3Rva2VuOmFiY2Q=");
  CHECK(Credentials::ApiToken("ann@example.com", "abcde")->AuthorizationHeader() ==
        "Authorization: Basic YW5uQGV4YW1wbGUuY29tL3Rva2VuOmFiY2Rl");
}

TEST_CASE("a password may hold spaces, colons and UTF-8") {
  const auto credentials = Credentials::Password("ann@example.com", "p: \xC3\xA9\xFF");
  CHECK(credentials->AuthorizationHeader() ==
        "Authorization: Basic YW5uQGV4YW1wbGUuY29tOnA6IMOp/w==");
}

TEST_CASE("what is given, and what is made of it, are secret in every form") {
  CHECK(SecretsOf(*Credentials::Password("ann@example.com", "a\"b")) ==
        std::vector<std::string>{
            "a\"b", "YSJi", "a%22b", "a\\\"b", "YW5uQGV4YW1wbGUuY29tOmEiYg==",
            "WVc1dVFHVjRZVzF3YkdVdVkyOXRPbUVpWWc9PQ==", "YW5uQGV4YW1wbGUuY29tOmEiYg%3D%3D"});
}

TEST_CASE("nothing can inject a header or a second part") {
  for (const std::string bad : {"", "a\rb", "a\nb", "a b", "a\tb", "a\x7f", "\xC3\xA9"}) {
    CHECK_THROWS_AS(Credentials::Bearer(bad), BadCredentials);
    CHECK_THROWS_AS(Credentials::ApiToken("ann@example.com", bad), BadCredentials);
  }
  CHECK_THROWS_AS(Credentials::Bearer(std::string_view("a\0b", 3)), BadCredentials);
  for (const std::string bad : {"", "a:b", "a b", "a\nb"}) {
    CHECK_THROWS_AS(Credentials::ApiToken(bad, "token"), BadCredentials);
    CHECK_THROWS_AS(Credentials::Password(bad, "password"), BadCredentials);
  }
  for (const std::string bad : {"", "a\r\nb", "a\x1f"}) {
    CHECK_THROWS_AS(Credentials::Password("ann@example.com", bad), BadCredentials);
  }
  CHECK_THROWS_AS(Credentials::Bearer(std::string(zendesk::auth::kMaxPartBytes + 1, 'a')),
                  BadCredentials);
}

TEST_CASE("an error names the part and not its value") {
  std::string part;
  std::string text;
  try {
    Credentials::ApiToken("ann@example.com", "s3cret\n");
  } catch (const BadCredentials& error) {
    part = error.part();
    text = error.what();
  }
  CHECK(part == "api_token");
  CHECK(text == "This value has characters that cannot be part of it.");
}

TEST_CASE("what a server sends back is masked") {
  std::string text = "Bearer t0ken, again t0kent0ken, token";
  Credentials::Bearer("t0ken")->mask().Mask(text);
  CHECK(text == "Bearer ***, again ******, token");
  std::string basic = "Basic YW5uQGV4YW1wbGUuY29tL3Rva2VuOnMzY3JldA== is s3cret";
  Credentials::ApiToken("ann@example.com", "s3cret")->mask().Mask(basic);
  CHECK(basic == "Basic *** is ***");
}

TEST_CASE("a secret moves and leaves nothing behind") {
  Secret first("one");
  Secret second(std::move(first));
  CHECK(first.empty());  // NOLINT(bugprone-use-after-move)
  CHECK(second.view() == "one");
  second = Secret("tw", "o");
  CHECK(second.view() == "two");
}

TEST_SUITE_END();
