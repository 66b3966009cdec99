// SPDX-License-Identifier: Apache-2.0
// Authorization codes: what a person has allowed, until the client fetches its token.
#pragma once

#include <map>
#include <string>

#include "field.h"
#include "oauth_scopes.h"
#include "time_text.h"

namespace sandbox {

struct OauthCode {
  Id client_id = 0;
  Id user_id = 0;
  std::string redirect_uri;
  Scopes scopes;
  std::string code_challenge;  ///< empty: the client sent none
  Seconds expires_at = 0;
};

class OauthCodes {
 public:
  static constexpr Seconds kLifetime = 120;

  /// The code's text.
  std::string issue(OauthCode code, Seconds now);
  /// nullptr when there is no such code, or no more.
  const OauthCode* find(const std::string& text, Seconds now) const;
  void use_up(const std::string& text) { codes_.erase(text); }

 private:
  std::map<std::string, OauthCode> codes_;
};

/// 43 characters of base64 without padding, in the alphabet for URLs.
bool is_code_challenge(const std::string& text);

/// RFC 7636 with S256. Without a challenge there must be no verifier either.
bool fits_challenge(const std::string& verifier, const std::string& challenge);

}  // namespace sandbox
