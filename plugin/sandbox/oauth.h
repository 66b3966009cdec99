// SPDX-License-Identifier: Apache-2.0
// Everything of an account that has to do with OAuth.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "oauth_clients.h"
#include "oauth_codes.h"
#include "oauth_tokens.h"

namespace sandbox {

struct Oauth {
  OauthOptions options;
  std::vector<OauthClient> clients;
  OauthCodes codes;
  OauthTokens tokens;
  std::uint64_t renewals_asked = 0;            ///< requests without a person's consent
  std::uint64_t renewals = 0;                  ///< with a refresh token: got a new pair
  std::uint64_t renewals_refused = 0;          ///< those whose refresh token was dead or unknown
  std::uint64_t dead_refresh_tokens_used = 0;  ///< those whose refresh token was a good one before

  void take(const OauthOptions& taken) {
    options = taken;
    for (OauthClient& client : clients) client.register_besides(options.redirect_uris);
  }

  /// nullptr when there is none.
  const OauthClient* find_client(std::string_view identifier) const {
    for (const OauthClient& client : clients) {
      if (client.identifier == identifier) return &client;
    }
    return nullptr;
  }
};

}  // namespace sandbox
