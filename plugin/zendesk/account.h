// SPDX-License-Identifier: Apache-2.0
// One Zendesk account as a connection describes it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "plugin/auth/session.h"
#include "plugin/transport/http.h"
#include "plugin/zendesk/address.h"
#include "plugin/zendesk/repeats.h"
#include "plugin/zendesk/work_key.h"

namespace zendesk {

using AccountTimeouts = transport::Timeouts;
using BadCredentials = auth::BadCredentials;
using HostClock = auth::Clock;
using Secret = auth::Secret;
using Tokens = auth::Tokens;
using TokenStore = auth::TokenStore;
using TokenSource = auth::TokenSource;

/// What a connection's credentials hold; which parts count depends on the connection type.
struct CredentialParts {
  std::string_view access_token;
  std::string_view email;
  std::string_view api_token;
  std::string_view password;
  std::string_view client_id;
  std::string_view client_secret;
  std::string_view refresh_token;
  std::string_view scope;
};

/// What a connection's settings say beside the address.
struct AccountSettings {
  AccountTimeouts timeouts;
  RepeatSettings repeats;
  /// What is made without an external id gets one, see ExternalIdOf().
  bool mark_external_id = false;
};

/// Thread-safe; the address and the settings never change, the credentials may.
class Account {
 public:
  Account(Address address, AccountSettings settings, std::shared_ptr<auth::Session> session)
      : address_(std::move(address)), settings_(settings), session_(std::move(session)) {}

  const Address& address() const { return address_; }
  /// Ends with the account: by it others know whether it is still the same.
  const std::shared_ptr<const void>& identity() const { return identity_; }
  const AccountTimeouts& timeouts() const { return settings_.timeouts; }
  const RepeatSettings& repeats() const { return settings_.repeats; }
  /// The external id for what work of this key makes without one: empty when the connection wants
  /// none, or the work has no name.
  std::string MarkOf(std::string_view key) const {
    return settings_.mark_external_id && !key.empty() ? ExternalIdOf(key) : std::string();
  }

  /// The credentials of this moment. A task takes them once and ends with them.
  std::shared_ptr<auth::Session> session() const;
  void set_session(std::shared_ptr<auth::Session> session);

 private:
  const Address address_;
  const AccountSettings settings_;
  const std::shared_ptr<const void> identity_ = std::make_shared<char>();
  mutable std::mutex mutex_;
  std::shared_ptr<auth::Session> session_;
};

/// Credentials for a connection type of the manifest; null for any other type. Those that renew
/// themselves take the rest from `source`. Every secret of the parts has gone to `source.redact`
/// when this returns. Throws BadCredentials.
std::shared_ptr<auth::Session> MakeSession(std::string_view type, const CredentialParts& parts,
                                           TokenSource source);

/// Whether connections of this type need a store of tokens, since their tokens change with each
/// renewal.
bool NeedsTokenStore(std::string_view type);

}  // namespace zendesk
