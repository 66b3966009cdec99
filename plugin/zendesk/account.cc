// SPDX-License-Identifier: Apache-2.0
// Connection types and what they take.
#include "plugin/zendesk/account.h"

#include "plugin/transport/fork_guard.h"

namespace zendesk {

std::shared_ptr<const auth::Credentials> Account::credentials() const {
  const transport::ForkGuard guard;
  const std::lock_guard lock(mutex_);
  return credentials_;
}

void Account::set_credentials(std::shared_ptr<const auth::Credentials> credentials) {
  const transport::ForkGuard guard;
  const std::lock_guard lock(mutex_);
  credentials_.swap(credentials);
}

std::shared_ptr<const auth::Credentials> MakeCredentials(std::string_view type,
                                                         const CredentialParts& parts) {
  if (type == "oauth_access_token") return auth::Credentials::Bearer(parts.access_token);
  if (type == "api_token") return auth::Credentials::ApiToken(parts.email, parts.api_token);
  if (type == "password") return auth::Credentials::Password(parts.email, parts.password);
  return nullptr;
}

}  // namespace zendesk
