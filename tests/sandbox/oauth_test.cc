// SPDX-License-Identifier: Apache-2.0
// OAuth's tokens: the three grants, how long they live, what they may do, and what stays secret.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "oauth_desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

const std::string kPkce =
    std::string("&code_challenge=") + kChallenge + "&code_challenge_method=S256";
const std::string kWithVerifier = std::string(R"(,"code_verifier":")") + kVerifier + "\"";

bool is_error(const Answer& answer, int status, const std::string& name) {
  return answer.status == status && text_at(answer, "/error") == name &&
         text_at(answer, "/error_description").size() > 10;
}

std::string access(const Answer& answer) {
  return text_at(answer, "/access_token");
}
std::string refresh(const Answer& answer) {
  return text_at(answer, "/refresh_token");
}

}  // namespace

TEST_CASE("a code brings a pair of tokens, once") {
  OauthDesk desk;
  const std::string code = desk.code("sandbox_app");
  const Answer answer = desk.redeem(code);
  CHECK(answer.status == 201);
  CHECK(access(answer).size() == 64);
  CHECK(refresh(answer).size() == 64);
  CHECK(access(answer) != refresh(answer));
  CHECK(answer.at("/token_type") == R"("bearer")");
  CHECK(answer.at("/scope") == R"("read write")");
  CHECK(answer.at("/expires_in") == "1800");
  CHECK(answer.at("/refresh_token_expires_in") == "2592000");
  CHECK(answer.header("cache-control") == "no-store");
  CHECK(desk.as(access(answer), "GET", "/api/v2/users/me").at("/user/email") ==
        R"("admin@acme.example")");
  CHECK(is_error(desk.redeem(code), 400, "invalid_grant"));
  CHECK(desk.code("sandbox_app") != desk.code("sandbox_app"));
}

TEST_CASE("a code lives for 120 seconds") {
  OauthDesk desk;
  const std::string first = desk.code("sandbox_app"), second = desk.code("sandbox_app");
  desk.time += 119;
  CHECK(desk.redeem(first).status == 201);
  desk.time += 1;
  CHECK(is_error(desk.redeem(second), 400, "invalid_grant"));
}

TEST_CASE("a code is for its client, its address and its proof key") {
  OauthDesk desk;
  const std::string code = desk.code("sandbox_app", "read", kPkce);
  CHECK(is_error(desk.redeem(code, kOldApp, kWithVerifier), 400, "invalid_grant"));
  CHECK(is_error(desk.redeem(code), 400, "invalid_grant"));
  const std::string wrong = ",\"code_verifier\":\"" + std::string(43, 'a') + "\"";
  CHECK(is_error(desk.redeem(code, kApp, wrong), 400, "invalid_grant"));
  // The challenge is no verifier.
  const std::string challenge = std::string(",\"code_verifier\":\"") + kChallenge + "\"";
  CHECK(is_error(desk.redeem(code, kApp, challenge), 400, "invalid_grant"));
  for (const char* uri : {"", R"(,"redirect_uri":"http://127.0.0.1:8976/other")"}) {
    CAPTURE(uri);
    const std::string parameters =
        fmt::format(R"({}{},"code":"{}"{})", kApp, kWithVerifier, code, uri);
    CHECK(is_error(desk.tokens("authorization_code", parameters), 400, "invalid_grant"));
  }
  // None of this has used it up.
  CHECK(desk.redeem(code, kApp, kWithVerifier).status == 201);

  const std::string without = desk.code("sandbox_app");
  CHECK(is_error(desk.redeem(without, kApp, kWithVerifier), 400, "invalid_grant"));
  const std::string of_public = desk.code("sandbox_public_app", "read", kPkce);
  CHECK(is_error(desk.redeem(of_public, kPublicApp), 400, "invalid_grant"));
  CHECK(desk.redeem(of_public, kPublicApp, kWithVerifier).status == 201);
}

TEST_CASE("a renewal gives a new pair and ends the old one at once") {
  OauthDesk desk;
  const Answer first = desk.redeem(desk.code("sandbox_app"));
  const Answer second = desk.renew(refresh(first));
  CHECK(second.status == 201);
  CHECK(access(second) != access(first));
  CHECK(refresh(second) != refresh(first));
  CHECK(second.at("/scope") == R"("read write")");
  CHECK(second.at("/expires_in") == "1800");
  CHECK(desk.reads(access(first)) == 401);
  CHECK(desk.reads(access(second)) == 200);
  CHECK(is_error(desk.renew(refresh(first)), 400, "invalid_grant"));
  CHECK(is_error(desk.renew(access(second)), 400, "invalid_grant"));
  CHECK(is_error(desk.renew(refresh(second), "", kOldApp), 400, "invalid_grant"));
  CHECK(desk.reads(access(second)) == 200);

  // An access token that has expired does not matter, a refresh token does.
  desk.time += 2591999;
  CHECK(desk.reads(access(second)) == 401);
  const Answer third = desk.renew(refresh(second), R"(,"refresh_token_expires_in":604800)");
  CHECK(third.status == 201);
  desk.time += 604800;
  CHECK(is_error(desk.renew(refresh(third)), 400, "invalid_grant"));
}

TEST_CASE("a public client renews without a secret") {
  OauthDesk desk;
  const Answer first =
      desk.redeem(desk.code("sandbox_public_app", "read", kPkce), kPublicApp, kWithVerifier);
  CHECK(desk.renew(refresh(first), "", kPublicApp).status == 201);
}

TEST_CASE("a client's own credentials: access only, as the client's user") {
  OauthDesk desk;
  const Answer answer =
      desk.tokens("client_credentials", std::string(kService) + R"(,"scope":"read")");
  CHECK(answer.status == 201);
  CHECK(answer.at("/refresh_token") == "absent");
  CHECK(answer.at("/refresh_token_expires_in") == "absent");
  CHECK(answer.at("/expires_in") == "1800");
  CHECK(answer.at("/scope") == R"("read")");
  CHECK(desk.as(access(answer), "GET", "/api/v2/users/me").at("/user/role") == R"("admin")");
  CHECK(is_error(desk.tokens("client_credentials", std::string(kPublicApp) + R"(,"scope":"read")"),
                 401, "invalid_client"));
  CHECK(is_error(desk.tokens("client_credentials", kService), 400, "invalid_scope"));
}

TEST_CASE("forms do as well as JSON") {
  OauthDesk desk;
  desk.headers = {{"content-type", "application/x-www-form-urlencoded; charset=UTF-8"},
                  {"host", "localhost"}};
  const Answer answer =
      desk.call("POST", "/oauth/tokens.json",
                "grant_type=client_credentials&client_id=sandbox_service&client_"
                "secret=sandbox%2Dservice-secret&scope=read+write&expires_in=301");
  CHECK(answer.status == 201);
  CHECK(answer.at("/scope") == R"("read write")");
  CHECK(answer.at("/expires_in") == "301");
}

TEST_CASE("requests that cannot be understood, and clients that are not who they say") {
  OauthDesk desk;
  for (const char* body :
       {"", "[]", "{", "{}", R"({"grant_type":"authorization_code"})",
        R"({"grant_type":"authorization_code","client_id":"sandbox_public_app"})",
        R"({"grant_type":"refresh_token","client_id":"sandbox_public_app"})"}) {
    CAPTURE(body);
    CHECK(is_error(desk.call("POST", "/oauth/tokens", body), 400, "invalid_request"));
  }
  for (const char* grant :
       {"password", "implicit", "urn:ietf:params:oauth:grant-type:device_code"}) {
    CAPTURE(grant);
    CHECK(is_error(desk.tokens(grant, kApp), 400, "unsupported_grant_type"));
  }
  for (const char* client :
       {R"("client_id":"nobody")", R"("client_id":"sandbox_app")",
        R"("client_id":"sandbox_app","client_secret":"")",
        R"("client_id":"sandbox_app","client_secret":"sandbox-service-secret")",
        R"("client_id":360009100000011,"client_secret":"sandbox-app-secret")"}) {
    CAPTURE(client);
    for (const char* grant : {"authorization_code", "refresh_token", "client_credentials"}) {
      CHECK(is_error(desk.tokens(grant, client), 401, "invalid_client"));
    }
  }
  desk.headers[0].second = "text/plain";
  CHECK(is_error(desk.tokens("client_credentials", kService), 400, "invalid_request"));
}

TEST_CASE("lifetimes have bounds") {
  OauthDesk desk;
  const auto ask = [&](const std::string& more) {
    return desk.tokens("client_credentials", std::string(kService) + R"(,"scope":"read",)" + more);
  };
  for (const char* good : {"301", "172799", "\"301\""}) {
    CAPTURE(good);
    const Answer answer = ask(std::string("\"expires_in\":") + good);
    CHECK(answer.status == 201);
    CHECK(std::string(good).find(answer.at("/expires_in")) != std::string::npos);
  }
  for (const char* bad : {"300", "172800", "0", "-1", "301.5", "\"\"", "\"soon\"", "true", "[301]",
                          "99999999999999999999"}) {
    CAPTURE(bad);
    CHECK(is_error(ask(std::string("\"expires_in\":") + bad), 400, "invalid_request"));
  }
  const std::string name = ",\"refresh_token_expires_in\":";
  std::string token = refresh(desk.redeem(desk.code("sandbox_app")));
  for (const char* bad : {"604799", "7776001", "0"}) {
    CAPTURE(bad);
    CHECK(is_error(desk.renew(token, name + bad), 400, "invalid_request"));
  }
  for (const char* good : {"604800", "7776000"}) {
    const Answer answer = desk.renew(token, name + good);
    CHECK(answer.status == 201);
    CHECK(answer.at("/refresh_token_expires_in") == good);
    token = refresh(answer);
  }
}

TEST_CASE("access tokens expire by the sandbox's clock") {
  OauthDesk desk;
  const Answer standard = desk.redeem(desk.code("sandbox_app"));
  desk.time += 1799;
  CHECK(desk.reads(access(standard)) == 200);
  desk.time += 1;
  const Answer refused = desk.as(access(standard), "GET", "/api/v2/tickets/1");
  CHECK(refused.body == desk.as("sandbox-expired-token", "GET", "/api/v2/tickets/1").body);
  CHECK(is_error(refused, 401, "invalid_token"));
}

TEST_CASE("tokens of an old client never expire unless they are asked to") {
  OauthDesk desk;
  const Answer forever = desk.redeem(desk.code("sandbox_old_app"), kOldApp);
  CHECK(forever.status == 201);
  CHECK(forever.at("/expires_in") == "absent");
  CHECK(forever.at("/refresh_token_expires_in") == "2592000");
  const Answer limited = desk.redeem(desk.code("sandbox_old_app"), kOldApp, R"(,"expires_in":600)");
  CHECK(limited.at("/expires_in") == "600");
  desk.time += 100LL * 365 * 86400;
  CHECK(desk.reads(access(forever)) == 200);
  CHECK(desk.reads(access(limited)) == 401);
}

TEST_CASE("a lifetime of the sandbox's own, and shorter ones") {
  OauthDesk desk{OauthOptions{false, 2}};
  const Answer answer = desk.redeem(desk.code("sandbox_app"));
  CHECK(answer.at("/expires_in") == "2");
  desk.time += 1;
  CHECK(desk.reads(access(answer)) == 200);
  desk.time += 1;
  CHECK(desk.reads(access(answer)) == 401);
  CHECK(desk.renew(refresh(answer), R"(,"expires_in":0)").status == 400);
  CHECK(desk.renew(refresh(answer), R"(,"expires_in":1)").at("/expires_in") == "1");
  CHECK(desk.redeem(desk.code("sandbox_old_app"), kOldApp).at("/expires_in") == "absent");
}
