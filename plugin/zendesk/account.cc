// SPDX-License-Identifier: Apache-2.0
// Credentials that can change while tasks run.
#include "plugin/zendesk/account.h"

#include "plugin/transport/fork_guard.h"

namespace zendesk {
namespace {

using auth::Credentials;
using auth::Grant;

constexpr std::string_view kByCode = "oauth_authorization_code";

std::shared_ptr<auth::Session> Fixed(std::shared_ptr<const Credentials> credentials,
                                     const TokenSource& source) {
  credentials->ForEachSecret(source.redact);
  return std::make_shared<auth::Session>(std::move(credentials));
}

std::shared_ptr<auth::Session> Renewing(Grant::Kind kind, const CredentialParts& parts,
                                        TokenSource source) {
  Grant grant(kind, {parts.client_id, parts.client_secret, parts.refresh_token, parts.scope});
  grant.ForEachSecret(source.redact);
  return std::make_shared<auth::Session>(std::move(grant), std::move(source));
}

}  // namespace

std::shared_ptr<auth::Session> Account::session() const {
  const transport::ForkGuard guard;  // or a child might find the lock held for ever
  const std::lock_guard lock(mutex_);
  return session_;
}

void Account::set_session(std::shared_ptr<auth::Session> session) {
  const transport::ForkGuard guard;
  const std::lock_guard lock(mutex_);
  session_.swap(session);
}

std::shared_ptr<auth::Session> MakeSession(std::string_view type, const CredentialParts& parts,
                                           TokenSource source) {
  if (type == kByCode) return Renewing(Grant::Kind::kAuthorizationCode, parts, std::move(source));
  if (type == "oauth_client_credentials")
    return Renewing(Grant::Kind::kClientCredentials, parts, std::move(source));
  if (type == "oauth_access_token") return Fixed(Credentials::Bearer(parts.access_token), source);
  if (type == "api_token")
    return Fixed(Credentials::ApiToken(parts.email, parts.api_token), source);
  if (type == "password") return Fixed(Credentials::Password(parts.email, parts.password), source);
  return nullptr;
}

bool NeedsTokenStore(std::string_view type) {
  return type == kByCode;
}

}  // namespace zendesk
