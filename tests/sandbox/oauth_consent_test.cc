// SPDX-License-Identifier: Apache-2.0
// Asking for consent: the page, its decision, and what is refused with and without a redirection.
#include <doctest/doctest.h>

#include "oauth_desk.h"

using namespace sandbox;  // NOLINT(google-build-using-namespace): all of it is under test

namespace {

const std::string kCallback = "http://127.0.0.1:8976/callback";
const std::string kPkce =
    std::string("&code_challenge=") + kChallenge + "&code_challenge_method=S256";

bool holds(const Answer& answer, const std::string& text) {
  return answer.body.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("the page names the client, the account, the scopes and where it leads") {
  OauthDesk desk;
  const Answer page =
      desk.ask(OauthDesk::question("sandbox_app", "tickets%3Aread%20write", "&state=s1"));
  CHECK(page.status == 200);
  CHECK(page.header("content-type") == "text/html; charset=utf-8");
  CHECK(page.body.starts_with("<!doctype html>"));
  CHECK(page.body.ends_with("</html>\n"));
  CHECK(page.body.find("{{") == std::string::npos);
  for (const char* text :
       {"Sandbox App", "acme.zendesk.com", "Alex Admin", "Read tickets", "tickets:read",
        "Change everything that you may", "http://127.0.0.1:8976/callback",
        R"(<form method="post" action="/oauth/authorizations">)",
        R"(<button name="decision" value="deny">)",
        R"(<button class="main" name="decision" value="allow">)",
        R"(<input type="hidden" name="state" value="s1">)"}) {
    CAPTURE(text);
    CHECK(holds(page, text));
  }
  const std::string policy = page.header("content-security-policy");
  CHECK(policy.starts_with("default-src 'none'; style-src 'sha256-"));
  CHECK(policy.find("form-action 'self' http://127.0.0.1:8976;") != std::string::npos);
  CHECK(policy.find("unsafe") == std::string::npos);
  // Anything stricter would have browsers hide the form's origin, and the decision be refused.
  CHECK(page.header("referrer-policy") == "same-origin");
}

TEST_CASE("what the client sends is shown as text") {
  OauthDesk desk;
  const Answer page = desk.ask(OauthDesk::question(
      "sandbox_app", "read", "&state=%22%3E%3Cscript%3Ealert('1%262')%3C/script%3E"));
  CHECK(page.status == 200);
  CHECK(holds(page, "&quot;&gt;&lt;script&gt;alert(&#39;1&amp;2&#39;)&lt;/script&gt;"));
  CHECK_FALSE(holds(page, "<script"));
}

TEST_CASE("allowing and denying lead back to the client with its state") {
  OauthDesk desk;
  const std::string question = OauthDesk::question("sandbox_app", "read", "&state=a%26b%20c");
  const Answer allowed = desk.decide("allow", question);
  CHECK(allowed.status == 302);
  const std::string location = allowed.header("location");
  CHECK(location.starts_with(kCallback + "?code="));
  CHECK(location.size() ==
        (kCallback + "?code=").size() + 64 + std::string("&state=a%26b%20c").size());
  CHECK(location.ends_with("&state=a%26b%20c"));
  CHECK(allowed.header("cache-control") == "no-store");
  for (const char* decision : {"deny", "", "ALLOW"}) {
    CAPTURE(decision);
    const Answer denied = desk.decide(decision, question);
    CHECK(denied.status == 302);
    CHECK(denied.header("location") ==
          kCallback +
              "?error=access_denied&error_description=The%20person%20has%20denied%20the%20"
              "request.&state=a%26b%20c");
  }
}

TEST_CASE("auto-consent asks nobody") {
  OauthDesk desk{OauthOptions{true, std::nullopt}};
  const Answer answer = desk.ask(OauthDesk::question("sandbox_app", "read", "&state=s"));
  CHECK(answer.status == 302);
  const std::string location = answer.header("location");
  REQUIRE(location.starts_with(kCallback + "?code="));
  CHECK(location.ends_with("&state=s"));
  CHECK(desk.redeem(location.substr((kCallback + "?code=").size(), 64)).status == 201);
  CHECK(desk.ask(OauthDesk::question("nobody")).status == 400);
}

TEST_CASE("an unknown client or address gets a page and is never redirected to") {
  for (const bool auto_consent : {false, true}) {
    OauthDesk desk{OauthOptions{auto_consent, std::nullopt}};
    const std::string rest = "response_type=code&scope=read&client_id=";
    for (const std::string& parameters :
         {std::string(), OauthDesk::question("nobody"), OauthDesk::question(""),
          OauthDesk::question("sandbox_service"), rest + "sandbox_app",
          rest + "sandbox_app&redirect_uri=http://127.0.0.1:8977/callback",
          rest + "sandbox_app&redirect_uri=http://127.0.0.1:8976/callback/",
          rest + "sandbox_app&redirect_uri=http://127.0.0.1:8976/callback?x",
          rest + "sandbox_app&redirect_uri=javascript:alert(1)"}) {
      CAPTURE(parameters);
      for (const Answer& answer : {desk.ask(parameters), desk.decide("allow", parameters)}) {
        CHECK(answer.status == 400);
        CHECK(answer.header("location").empty());
        CHECK(holds(answer, "This request cannot be answered"));
        CHECK(answer.header("content-security-policy").find("form-action 'none'") !=
              std::string::npos);
      }
    }
  }
}

TEST_CASE("other mistakes go back to the client, before anybody is asked") {
  OauthDesk desk;
  const auto error = [&](const std::string& parameters) {
    const Answer answer = desk.ask(parameters);
    CHECK(answer.status == 302);
    const std::string location = answer.header("location"), before = kCallback + "?error=";
    return location.starts_with(before)
               ? location.substr(before.size(), location.find('&') - before.size())
               : "none";
  };
  const std::string uri = "&redirect_uri=http://127.0.0.1:8976/callback";
  CHECK(error("response_type=token&client_id=sandbox_app&scope=read" + uri) ==
        "unsupported_response_type");
  CHECK(error("client_id=sandbox_app&scope=read" + uri) == "unsupported_response_type");
  for (const char* scope : {"", "%20", "everything", "read%20all", "tickets:all", "auditlogs:write",
                            "read,write", "Read", "tickets"}) {
    CAPTURE(scope);
    CHECK(error(OauthDesk::question("sandbox_app", scope)) == "invalid_scope");
  }
  const std::string challenge = std::string("&code_challenge=") + kChallenge;
  for (const std::string& pkce :
       {challenge, challenge + "&code_challenge_method=plain",
        std::string("&code_challenge=short&code_challenge_method=S256"),
        challenge + "x&code_challenge_method=S256",
        "&code_challenge=" + std::string(43, '.') + "&code_challenge_method=S256"}) {
    CAPTURE(pkce);
    CHECK(error(OauthDesk::question("sandbox_app", "read", pkce)) == "invalid_request");
  }
  CHECK(error(OauthDesk::question("sandbox_public_app", "read")) == "invalid_request");
  CHECK(desk.ask(OauthDesk::question("sandbox_public_app", "read", kPkce)).status == 200);
  CHECK(desk.ask(OauthDesk::question("sandbox_app", "read", kPkce)).status == 200);
}

TEST_CASE("no other site's page decides, and no other name of this machine shows the question") {
  OauthDesk desk;
  const std::string question = OauthDesk::question("sandbox_app", "read");
  const auto decide = [&](const Headers& headers) {
    desk.headers = headers;
    return desk.decide("allow", question).status;
  };
  CHECK(decide({{"Host", "localhost:4010"}, {"Origin", "http://localhost:4010"}}) == 302);
  CHECK(decide({{"Host", "localhost:4010"}, {"Origin", "http://attacker.example"}}) == 403);
  CHECK(decide({{"Host", "localhost:4010"}, {"Origin", "null"}}) == 403);
  CHECK(decide({{"Host", "attacker.example"}}) == 403);
  CHECK(desk.ask(question).status == 403);
}

TEST_CASE("other methods and paths are not there") {
  OauthDesk desk;
  const std::string question = "?" + OauthDesk::question("sandbox_app");
  for (const auto& route : {std::pair("POST", "/oauth/authorizations/new"),
                            {"HEAD", "/oauth/authorizations/new"},
                            {"GET", "/oauth/authorizations"},
                            {"GET", "/oauth/tokens"},
                            {"GET", "/oauth/"}}) {
    CAPTURE(route.second);
    CHECK(desk.call(route.first, route.second + question).status == 404);
  }
}
