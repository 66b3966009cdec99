// SPDX-License-Identifier: Apache-2.0
// One Zendesk account as a connection describes it.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "plugin/auth/credentials.h"
#include "plugin/transport/http.h"
#include "plugin/zendesk/address.h"

namespace zendesk {

using AccountTimeouts = transport::Timeouts;
using BadCredentials = auth::BadCredentials;

/// What a connection's credentials hold; which parts count depends on the connection type.
struct CredentialParts {
  std::string_view access_token;
  std::string_view email;
  std::string_view api_token;
  std::string_view password;
};

/// Thread-safe; the address and the time limits never change, the credentials may.
class Account {
 public:
  Account(Address address, AccountTimeouts timeouts,
          std::shared_ptr<const auth::Credentials> credentials)
      : address_(std::move(address)), timeouts_(timeouts), credentials_(std::move(credentials)) {}

  const Address& address() const { return address_; }
  const AccountTimeouts& timeouts() const { return timeouts_; }

  /// The credentials of this moment. A task takes them once and ends with them.
  std::shared_ptr<const auth::Credentials> credentials() const;
  void set_credentials(std::shared_ptr<const auth::Credentials> credentials);

 private:
  const Address address_;
  const AccountTimeouts timeouts_;
  mutable std::mutex mutex_;
  std::shared_ptr<const auth::Credentials> credentials_;
};

/// Credentials for a connection type ("oauth_access_token", "api_token", "password"); null for any
/// other type. Throws auth::BadCredentials.
std::shared_ptr<const auth::Credentials> MakeCredentials(std::string_view type,
                                                         const CredentialParts& parts);

}  // namespace zendesk
