// SPDX-License-Identifier: Apache-2.0
// From what a connection holds to the Authorization header of its requests.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "plugin/auth/secret.h"

namespace zendesk::auth {

// A part that cannot stand in a header: empty, too long, or with characters that do not belong
// there.
class BadCredentials : public std::invalid_argument {
 public:
  // `part` is the credential's name in a connection document, such as "access_token"; `fault` a
  // sentence for people about the value, in English.
  BadCredentials(const char* part, const char* fault) : std::invalid_argument(fault), part_(part) {}

  const char* part() const noexcept { return part_; }

 private:
  const char* part_;
};

// Immutable, so that any number of tasks may share one: [any thread] holds for every member. The
// makers throw BadCredentials, whose text never holds the offending value.
class Credentials {
 public:
  static constexpr std::size_t kMaxPartBytes = 8192;

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

  // Calls `visit` with each text that must not appear in a log: what the user gave, and what is
  // made of it.
  void ForEachSecret(const std::function<void(std::string_view)>& visit) const;

  // Replaces every such text in what a server sent by asterisks: it may send back what it was sent.
  void Mask(std::string& text) const;

  // The same in a JSON document, which stays one: texts that are short or all digits are left
  // alone, since they may be part of anything.
  void MaskInJson(std::string& document) const;

 private:
  Credentials(Secret raw, Secret encoded, Secret header);
  static std::shared_ptr<const Credentials> Basic(const Secret& user, std::string_view secret);
  static std::shared_ptr<const Credentials> Make(std::string_view raw, Secret encoded,
                                                 Secret header);

  Secret raw_;      // token or password
  Secret encoded_;  // the Basic form; empty for Bearer
  Secret header_;
};

}  // namespace zendesk::auth
