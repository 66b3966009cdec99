// SPDX-License-Identifier: Apache-2.0
// From what a connection holds to the Authorization header of its requests.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "plugin/auth/bad_credentials.h"
#include "plugin/auth/secret.h"
#include "plugin/auth/secret_mask.h"

namespace zendesk::auth {

// Immutable, so that any number of tasks may share one: [any thread] holds for every member. The
// makers throw BadCredentials, whose text never holds the offending value.
class Credentials {
 public:
  // An OAuth access token: printable ASCII without spaces.
  static std::shared_ptr<const Credentials> Bearer(std::string_view access_token);

  // A Zendesk API token. The e-mail address: UTF-8 without spaces, control characters or a colon.
  static std::shared_ptr<const Credentials> ApiToken(std::string_view email,
                                                     std::string_view api_token);

  // A password: UTF-8 without control characters.
  static std::shared_ptr<const Credentials> Password(std::string_view email,
                                                     std::string_view password);

  // "Authorization: Bearer …" or "Authorization: Basic …". The caller copies it into a request,
  // which wipes its copy.
  std::string_view AuthorizationHeader() const noexcept { return header_.view(); }

  // Is it an access token, which could be ended by its own right?
  bool is_token() const noexcept { return encoded_.empty(); }

  // Calls `visit` with each text that must not appear in a log: what the user gave, and what is
  // made of it, in every form.
  void ForEachSecret(const std::function<void(std::string_view)>& visit) const;

  // Hides every such text in what a server sent.
  const SecretMask& mask() const noexcept { return mask_; }

 private:
  Credentials(Secret raw, Secret encoded, Secret header);
  static std::shared_ptr<const Credentials> Basic(const Secret& user, std::string_view secret);
  static std::shared_ptr<const Credentials> Make(std::string_view raw, Secret encoded,
                                                 Secret header);

  Secret raw_;      // token or password
  Secret encoded_;  // the Basic form; empty for Bearer
  Secret header_;
  SecretMask mask_;
};

}  // namespace zendesk::auth
