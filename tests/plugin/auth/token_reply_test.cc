// SPDX-License-Identifier: Apache-2.0
// What the token endpoint may answer, and what it must not.
#include "plugin/auth/token_reply.h"

#include <doctest/doctest.h>

#include <string>

using zendesk::auth::ReadTokenError;
using zendesk::auth::ReadTokenReply;
using zendesk::auth::TokenReply;
using zendesk::transport::WipedText;

namespace {

std::optional<TokenReply> Read(std::string_view json) {
  WipedText body(json);
  return ReadTokenReply(body);
}

// In seconds; -1 when the answer does not say.
std::int64_t LifetimeOf(const std::string& json) {
  const auto reply = Read(R"({"access_token":"a","expires_in":)" + json + "}");
  REQUIRE(reply.has_value());
  return reply->expires_in ? reply->expires_in->count() : -1;
}

}  // namespace

TEST_SUITE_BEGIN("token_reply");

TEST_CASE("a whole answer, in any order, with members that nobody knows") {
  const auto reply = Read(
      R"({"x":{"access_token":"inner","y":[{"expires_in":1}]},"scope":"read write",)"
      R"("expires_in":1800,"refresh_token":"r","token_type":"Bearer","access_token":"a\u0062c",)"
      R"("refresh_token_expires_in":7776000,"z":[1,"access_token"]})");
  REQUIRE(reply.has_value());
  CHECK(reply->access_token.view() == "abc");
  CHECK(reply->refresh_token.view() == "r");
  CHECK(reply->scope == "read write");
  CHECK(reply->expires_in == std::chrono::seconds(1800));
}

TEST_CASE("the body is wiped, whatever it holds") {
  for (WipedText body : {R"({"access_token":"abc"})", "no JSON at all"}) {
    const char* const bytes = body.data();
    const std::size_t size = body.size();
    ReadTokenReply(body);
    CHECK(body.empty());
    CHECK(std::string(bytes, size) == std::string(size, '\0'));
  }
}

TEST_CASE("a lifetime is a whole number of seconds, also as text; all else is unknown") {
  CHECK(LifetimeOf("1") == 1);
  CHECK(LifetimeOf("\"172799\"") == 172799);
  CHECK(LifetimeOf("3162240000") == 3162240000);  // a hundred years
  for (const char* odd : {"0", "-1", "3162240001", "9223372036854775807", "99999999999999999999",
                          "1.5", "1e3", "1e300", "1e400", "-1E+400", "1.5e-400", "null", "true",
                          "\"\"", "\"1h\"", "\" 1\"", "\"+1\"", "[1800]", R"({"seconds":1800})"}) {
    CAPTURE(odd);
    CHECK(LifetimeOf(odd) == -1);
  }
  CHECK(LifetimeOf(std::string(400, '9')) == -1);
  CHECK(LifetimeOf("60,\"x\":[1e400],\"y\":\"1e400\\\" 2e400\"") == 60);
  CHECK(!Read(R"({"access_token":"a"})")->expires_in);
}

TEST_CASE("no token, no answer") {
  const std::string long_token(8193, 'a');
  for (const std::string& body :
       {std::string(), std::string("[]"), std::string("\"access_token\""), std::string("null"),
        std::string("{}"), std::string(R"({"access_token":""})"),
        std::string(R"({"access_token":null})"), std::string(R"({"access_token":["a"]})"),
        std::string(R"({"access_token":"a b"})"), std::string(R"({"access_token":"a\r\nX: y"})"),
        std::string(R"({"access_token":"é"})"), R"({"access_token":")" + long_token + "\"}",
        std::string(R"({"access_token":"a")"), std::string(R"({"access_token":"a"} x)"),
        std::string(R"({"access_token":"a","token_type":"mac"})"),
        std::string(R"({"x":{"access_token":"a"}})"), std::string("{\"access_token\":\"\xFF\"}"),
        R"({"access_token":"a","x":)" + std::string(100, '[') + std::string(100, ']') + "}"}) {
    CAPTURE(body);
    CHECK(!Read(body));
  }
}

TEST_CASE("a refresh token that cannot be sent is none") {
  CHECK(Read(R"({"access_token":"a","refresh_token":null})")->refresh_token.empty());
  CHECK(Read(R"({"access_token":"a","refresh_token":"b c"})")->refresh_token.empty());
}

TEST_CASE("the name of an error, if there is one") {
  const auto error = [](const char* body) { return std::string(ReadTokenError(body).view()); };
  CHECK(error(R"({"error":"invalid_grant","error_description":"No."})") == "invalid_grant");
  CHECK(error(R"({"error":{"title":"No"}})").empty());
  CHECK(error("<html>").empty());
  CHECK(error("").empty());
}

TEST_SUITE_END();
