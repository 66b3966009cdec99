// SPDX-License-Identifier: Apache-2.0
// One client of each kind, and the token that was there from the start.
#include "seed.h"

namespace sandbox {

using namespace seed;  // NOLINT(google-build-using-namespace): its names are this file's data

void add_oauth(Account& account) {
  const std::vector<std::string> redirect_uris{kOauthRedirectUri};
  const Id admin = account.seeded(kAdmin);
  account.oauth.clients = {
      {360009100000011, kOauthApp, "Sandbox App", kOauthAppSecret, redirect_uris, admin},
      {360009100000031, kOauthPublicApp, "Sandbox Public App", "", redirect_uris, admin},
      {360009100000051, kOauthService, "Sandbox Service", kOauthServiceSecret, {}, admin},
      {360009100000071, kOauthOldApp, "Sandbox Old App", kOauthOldAppSecret, redirect_uris, admin,
       true},
  };
  OauthToken token;
  token.access_token = kAccessToken;
  token.client_id = account.oauth.clients.back().id;
  token.user_id = admin;
  token.scopes = {"read", "write", "impersonate"};
  token.created_at = kOpened;
  account.oauth.tokens.issue(std::move(token));
}

}  // namespace sandbox
