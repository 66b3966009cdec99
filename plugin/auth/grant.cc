// SPDX-License-Identifier: Apache-2.0
// Parts in, request bodies out.
#include "plugin/auth/grant.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "plugin/auth/bad_credentials.h"
#include "plugin/auth/encodings.h"
#include "plugin/transport/url.h"
#include "plugin/transport/wipe.h"

namespace zendesk::auth {

using transport::PercentEncode;

namespace {

constexpr std::string_view kUsualScope = "read write";

bool FitsScope(char c) {
  return FitsToken(c) || c == ' ';
}

// RFC 7636 with S256.
std::string ChallengeOf(std::string_view code_verifier) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const unsigned char*>(code_verifier.data()), code_verifier.size(),
         digest.data());
  const Secret base64 =
      Base64({reinterpret_cast<const char*>(digest.data()), std::size_t{digest.size()}});
  std::string challenge(base64.view().substr(0, base64.view().find('=')));
  std::replace(challenge.begin(), challenge.end(), '+', '-');
  std::replace(challenge.begin(), challenge.end(), '/', '_');
  return challenge;
}

}  // namespace

// Flat JSON that may hold secrets; what growing leaves behind is wiped.
class Grant::Body {
 public:
  Body& Text(std::string_view name, std::string_view value) {
    if (value.empty()) return *this;
    Name(name);
    text_ += '"';
    text_ += JsonEscaped(value).view();
    text_ += '"';
    return *this;
  }

  Body& Seconds(std::string_view name, std::chrono::seconds value) {
    Name(name);
    fmt::format_to(std::back_inserter(text_), "{}", value.count());
    return *this;
  }

  std::string Finish() {
    text_ += '}';
    return std::string(text_);
  }

 private:
  void Name(std::string_view name) {
    text_ += text_.empty() ? '{' : ',';
    text_ += '"';
    text_ += name;
    text_ += "\":";
  }

  transport::WipedText text_;
};

Grant::Grant(Kind kind, const Parts& parts)
    : kind_(kind),
      client_id_(parts.client_id),
      scope_(parts.scope.empty() ? kUsualScope : parts.scope),
      client_secret_(parts.client_secret),
      refresh_token_(parts.refresh_token) {
  CheckPart("client_id", parts.client_id, &FitsToken);
  if (kind == Kind::kClientCredentials || !parts.client_secret.empty())
    CheckPart("client_secret", parts.client_secret, &FitsToken);
  if (!parts.refresh_token.empty()) CheckPart("refresh_token", parts.refresh_token, &FitsToken);
  CheckPart("scope", scope_, &FitsScope);
  mask_.Add(client_secret_.view());
  mask_.Add(refresh_token_.view());
}

std::string Grant::AuthorizationUrl(std::string_view origin, std::string_view redirect_uri,
                                    std::string_view state, std::string_view code_verifier) const {
  return fmt::format(
      "{}/oauth/authorizations/new?response_type=code&client_id={}&redirect_uri={}&scope={}"
      "&state={}&code_challenge={}&code_challenge_method=S256",
      origin, PercentEncode(client_id_), PercentEncode(redirect_uri), PercentEncode(scope_),
      PercentEncode(state), ChallengeOf(code_verifier));
}

std::string Grant::BodyForSecret() const {
  Body body;
  body.Text("grant_type", "client_credentials");
  AddClient(body);
  return body.Finish();
}

std::string Grant::BodyForRefreshToken(std::string_view refresh_token) const {
  Body body;
  body.Text("grant_type", "refresh_token").Text("refresh_token", refresh_token);
  AddClient(body);
  return body.Finish();
}

std::string Grant::BodyForCode(const SignedIn& signed_in) const {
  Body body;
  body.Text("grant_type", "authorization_code")
      .Text("code", signed_in.code)
      .Text("code_verifier", signed_in.code_verifier)
      .Text("redirect_uri", signed_in.redirect_uri);
  AddClient(body);
  return body.Finish();
}

// Who asks, for what and for how long; only a person's consent brings refresh tokens.
void Grant::AddClient(Body& body) const {
  body.Text("client_id", client_id_)
      .Text("client_secret", client_secret_.view())
      .Text("scope", scope_)
      .Seconds("expires_in", kAccessTokenLifetime);
  if (kind_ == Kind::kAuthorizationCode)
    body.Seconds("refresh_token_expires_in", kRefreshTokenLifetime);
}

void Grant::ForEachSecret(const std::function<void(std::string_view)>& visit) const {
  ForEachForm(client_secret_.view(), visit);
  ForEachForm(refresh_token_.view(), visit);
}

}  // namespace zendesk::auth
