// SPDX-License-Identifier: Apache-2.0
// A desk whose requests are those of an OAuth client.
#pragma once

#include <string>
#include <string_view>

#include "desk.h"

namespace sandbox {

// The example in RFC 7636, appendix B.
constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

constexpr const char* kApp = R"("client_id":"sandbox_app","client_secret":"sandbox-app-secret")";
constexpr const char* kPublicApp = R"("client_id":"sandbox_public_app")";
constexpr const char* kService =
    R"("client_id":"sandbox_service","client_secret":"sandbox-service-secret")";
constexpr const char* kOldApp =
    R"("client_id":"sandbox_old_app","client_secret":"sandbox-old-app-secret")";

/// A text of an answer without its quotes.
inline std::string text_at(const Answer& answer, const std::string& pointer) {
  const std::string quoted = answer.at(pointer);
  return quoted.starts_with('"') ? quoted.substr(1, quoted.size() - 2) : quoted;
}

class OauthDesk : public Desk {
 public:
  explicit OauthDesk(OauthOptions oauth = {}) : Desk(ApplicationOptions{oauth}) {
    headers.erase(headers.begin());
  }

  /// The parameters of a request for consent, as in a query or a form.
  static std::string question(const std::string& client, const std::string& scope = "read%20write",
                              const std::string& more = "") {
    return "response_type=code&client_id=" + client +
           "&redirect_uri=http%3A%2F%2F127.0.0.1%3A8976%2Fcallback&scope=" + scope + more;
  }

  Answer ask(const std::string& parameters) {
    return call("GET", "/oauth/authorizations/new?" + parameters);
  }

  Answer decide(const std::string& decision, const std::string& parameters) {
    return call("POST", "/oauth/authorizations", parameters + "&decision=" + decision);
  }

  /// What a person's consent brings.
  std::string code(const std::string& client, const std::string& scope = "read%20write",
                   const std::string& more = "") {
    const std::string location = decide("allow", question(client, scope, more)).header("location");
    const auto begin = location.find("?code=");
    return begin == std::string::npos ? "none" : location.substr(begin + 6, 64);
  }

  /// `parameters` is the inside of a JSON object.
  Answer tokens(const std::string& grant, const std::string& parameters) {
    return call("POST", "/oauth/tokens", R"({"grant_type":")" + grant + "\"," + parameters + "}");
  }

  Answer redeem(const std::string& code, const std::string& client = kApp,
                const std::string& more = "") {
    return tokens("authorization_code",
                  client + R"(,"redirect_uri":"http://127.0.0.1:8976/callback","code":")" + code +
                      "\"" + more);
  }

  Answer renew(const std::string& refresh_token, const std::string& more = "",
               const std::string& client = kApp) {
    return tokens("refresh_token", client + R"(,"refresh_token":")" + refresh_token + "\"" + more);
  }

  /// A request to the API with that token.
  Answer as(const std::string& access_token, const std::string& method, const std::string& target,
            const std::string& body = "") {
    return call(method, target, body, {{"Authorization", "Bearer " + access_token}});
  }
  int reads(const std::string& access_token) {
    return as(access_token, "GET", "/api/v2/tickets/1").status;
  }

  std::string state(const std::string& name) {
    return call("GET", "/sandbox/state").at("/oauth/" + name);
  }
};

}  // namespace sandbox
