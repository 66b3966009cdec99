// SPDX-License-Identifier: Apache-2.0
// An OAuth client's permission to get tokens, and the requests by which it does.
// developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

#include "plugin/auth/secret.h"
#include "plugin/auth/secret_mask.h"

namespace zendesk::auth {

// How long the tokens that we ask for shall last. Zendesk takes access tokens from 301 s to two
// days, refresh tokens from a week to 90 days.
inline constexpr std::chrono::seconds kAccessTokenLifetime{1800};
inline constexpr std::chrono::seconds kRefreshTokenLifetime{std::chrono::hours(24 * 89)};

// What a browser brought back from the page on which a person has agreed.
struct SignedIn {
  std::string_view code;
  std::string_view code_verifier;
  std::string_view redirect_uri;
};

// Nothing changes it. [any thread]
class Grant {
 public:
  enum class Kind {
    kAuthorizationCode,  // a person has agreed in a browser; refresh tokens, of which each is good
                         // for one use, keep it alive
    kClientCredentials,  // the client acts for itself and asks anew each time
  };

  struct Parts {
    std::string_view client_id;
    std::string_view client_secret;  // empty for a public client, which only a code can have
    std::string_view refresh_token;  // where another program signed in before; may be empty
    std::string_view scope;          // empty: "read write"
  };

  // Throws BadCredentials, whose text never holds the offending value.
  Grant(Kind kind, const Parts& parts);

  Kind kind() const noexcept { return kind_; }
  std::string_view refresh_token() const noexcept { return refresh_token_.view(); }

  // The page on which a person agrees, of the account at this origin.
  std::string AuthorizationUrl(std::string_view origin, std::string_view redirect_uri,
                               std::string_view state, std::string_view code_verifier) const;

  // Bodies of POST /oauth/tokens, JSON. They hold secrets.
  std::string BodyForSecret() const;
  std::string BodyForRefreshToken(std::string_view refresh_token) const;
  std::string BodyForCode(const SignedIn& signed_in) const;

  void ForEachSecret(const std::function<void(std::string_view)>& visit) const;

  // Hides them in what a server sent.
  const SecretMask& mask() const noexcept { return mask_; }

 private:
  class Body;

  void AddClient(Body& body) const;

  Kind kind_;
  std::string client_id_;
  std::string scope_;
  Secret client_secret_;
  Secret refresh_token_;
  SecretMask mask_;
};

}  // namespace zendesk::auth
