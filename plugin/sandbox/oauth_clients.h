// SPDX-License-Identifier: Apache-2.0
// The programs that may ask for tokens.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "field.h"
#include "time_text.h"

namespace sandbox {

struct OauthClient {
  Id id = 0;
  std::string identifier;  ///< what requests name as client_id
  std::string name;        ///< for people
  std::string secret;      ///< empty: a public client, which cannot keep one
  std::vector<std::string> redirect_uris;
  Id user_id = 0;  ///< as whom it acts with client_credentials
  /// An access token without a lifetime of its own never expires: clients made before 2026-04-30.
  bool is_old = false;

  bool is_public() const { return secret.empty(); }
  bool may_redirect_to(std::string_view uri) const;
  /// More redirect addresses; a client without any stays without.
  void register_besides(const std::vector<std::string>& uris);
};

/// How the sandbox's OAuth differs from Zendesk's, for trials and tests.
struct OauthOptions {
  bool auto_consent = false;  ///< nobody is asked
  /// In place of Zendesk's 1800 seconds; expires_in may then be as short as 1.
  std::optional<Seconds> token_lifetime;
  /// Registered, besides its own, with every client that has a redirect address.
  std::vector<std::string> redirect_uris{};
};

}  // namespace sandbox
