// SPDX-License-Identifier: Apache-2.0
// Redirections go to registered addresses only, compared as they stand.
#include "oauth_clients.h"

#include <algorithm>

namespace sandbox {

bool OauthClient::may_redirect_to(std::string_view uri) const {
  return std::find(redirect_uris.begin(), redirect_uris.end(), uri) != redirect_uris.end();
}

void OauthClient::register_besides(const std::vector<std::string>& uris) {
  if (!redirect_uris.empty()) redirect_uris.insert(redirect_uris.end(), uris.begin(), uris.end());
}

}  // namespace sandbox
