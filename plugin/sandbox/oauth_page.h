// SPDX-License-Identifier: Apache-2.0
// The page on which a person allows a client to act, or learns why it cannot even ask.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "http.h"
#include "oauth_clients.h"
#include "oauth_scopes.h"

namespace sandbox {

struct ConsentQuestion {
  const OauthClient& client;
  std::string redirect_uri;  ///< registered for the client
  Scopes scopes;
  std::map<std::string, std::string>
      parameters;  ///< all of the request; the form brings them again
};

/// page/oauth.html, embedded by page/embed.cmake.
extern const std::string_view kOauthHtml;

Response consent_page(const ConsentQuestion& question, std::string_view subdomain,
                      std::string_view user_name);

/// 400
Response consent_problem_page(std::string_view problem);

}  // namespace sandbox
