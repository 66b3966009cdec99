// SPDX-License-Identifier: Apache-2.0
// What is sent for each grant, and the page on which a person agrees.
#include "plugin/auth/grant.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "plugin/auth/bad_credentials.h"

using zendesk::auth::BadCredentials;
using zendesk::auth::Grant;
using zendesk::auth::SignedIn;
using Kind = Grant::Kind;

namespace {

// The part that is at fault, or "none".
std::string PartAtFault(Kind kind, const Grant::Parts& parts) {
  try {
    const Grant grant(kind, parts);
  } catch (const BadCredentials& bad) {
    return bad.part();
  }
  return "none";
}

}  // namespace

TEST_SUITE_BEGIN("grant");

TEST_CASE("the three bodies ask for lifetimes, and for the scope as one text") {
  const Grant service(Kind::kClientCredentials, {"app", "s\\ecret\"", "", ""});
  CHECK(service.BodyForSecret() ==
        R"({"grant_type":"client_credentials","client_id":"app","client_secret":"s\\ecret\"",)"
        R"("scope":"read write","expires_in":1800})");

  const Grant app(Kind::kAuthorizationCode, {"app", "secret", "", "tickets:write users:read"});
  CHECK(app.BodyForRefreshToken("refresh") ==
        R"({"grant_type":"refresh_token","refresh_token":"refresh","client_id":"app",)"
        R"("client_secret":"secret","scope":"tickets:write users:read","expires_in":1800,)"
        R"("refresh_token_expires_in":7689600})");

  // A public client has no secret, and says none.
  const Grant anyone(Kind::kAuthorizationCode, {"app", "", "", ""});
  SignedIn signed_in;
  signed_in.code = "code";
  signed_in.code_verifier = "verifier";
  signed_in.redirect_uri = "http://127.0.0.1:8976/callback";
  CHECK(anyone.BodyForCode(signed_in) ==
        R"({"grant_type":"authorization_code","code":"code","code_verifier":"verifier",)"
        R"("redirect_uri":"http://127.0.0.1:8976/callback","client_id":"app",)"
        R"("scope":"read write","expires_in":1800,"refresh_token_expires_in":7689600})");
}

TEST_CASE("the address of the page, with the challenge of RFC 7636, appendix B") {
  const Grant grant(Kind::kAuthorizationCode, {"app&1", "s", "", ""});
  CHECK(grant.AuthorizationUrl("https://acme.zendesk.com", "http://127.0.0.1:8976/callback",
                               "st&te", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") ==
        "https://acme.zendesk.com/oauth/authorizations/new?response_type=code&client_id=app%261"
        "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8976%2Fcallback&scope=read%20write"
        "&state=st%26te&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        "&code_challenge_method=S256");
}

TEST_CASE("parts that cannot be sent are refused by name") {
  const std::string long_text(8193, 'a');
  CHECK(PartAtFault(Kind::kClientCredentials, {"app", "secret", "", ""}) == "none");
  CHECK(PartAtFault(Kind::kClientCredentials, {"", "secret", "", ""}) == "client_id");
  CHECK(PartAtFault(Kind::kClientCredentials, {"my app", "secret", "", ""}) == "client_id");
  CHECK(PartAtFault(Kind::kClientCredentials, {"app", "", "", ""}) == "client_secret");
  CHECK(PartAtFault(Kind::kAuthorizationCode, {"app", "", "", ""}) == "none");
  CHECK(PartAtFault(Kind::kAuthorizationCode, {"app", "a\nb", "", ""}) == "client_secret");
  CHECK(PartAtFault(Kind::kAuthorizationCode, {"app", "s", long_text, ""}) == "refresh_token");
  CHECK(PartAtFault(Kind::kAuthorizationCode, {"app", "s", "r", "read\twrite"}) == "scope");
}

TEST_CASE("its secrets are those that are secret, in every form") {
  std::vector<std::string> secrets;
  Grant(Kind::kAuthorizationCode, {"app", "s/1", "r", ""})
      .ForEachSecret([&](std::string_view secret) { secrets.emplace_back(secret); });
  CHECK(secrets == std::vector<std::string>{"s/1", "cy8x", "s%2F1", "r", "cg=="});
}

TEST_SUITE_END();
