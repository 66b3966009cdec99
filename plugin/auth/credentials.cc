// SPDX-License-Identifier: Apache-2.0
// Checks the parts of credentials and builds the header from them.
#include "plugin/auth/credentials.h"

#include <utility>

#include "plugin/auth/encodings.h"

namespace zendesk::auth {
namespace {

bool IsControl(char c) {
  return (c >= '\0' && c < ' ') || c == '\x7f';
}

bool FitsEmail(char c) {
  return !IsControl(c) && c != ' ' && c != ':';
}
bool FitsPassword(char c) {
  return !IsControl(c);
}

}  // namespace

Credentials::Credentials(Secret raw, Secret encoded, Secret header)
    : raw_(std::move(raw)), encoded_(std::move(encoded)), header_(std::move(header)) {
  mask_.Add(raw_.view());
  mask_.Add(encoded_.view());
}

std::shared_ptr<const Credentials> Credentials::Bearer(std::string_view access_token) {
  CheckPart("access_token", access_token, &FitsToken);
  return Make(access_token, Secret(), Secret("Authorization: Bearer ", access_token));
}

std::shared_ptr<const Credentials> Credentials::ApiToken(std::string_view email,
                                                         std::string_view api_token) {
  CheckPart("email", email, &FitsEmail);
  CheckPart("api_token", api_token, &FitsToken);
  return Basic(Secret(email, "/token:"), api_token);
}

std::shared_ptr<const Credentials> Credentials::Password(std::string_view email,
                                                         std::string_view password) {
  CheckPart("email", email, &FitsEmail);
  CheckPart("password", password, &FitsPassword);
  return Basic(Secret(email, ":"), password);
}

std::shared_ptr<const Credentials> Credentials::Basic(const Secret& user, std::string_view secret) {
  Secret encoded = Base64(Secret(user.view(), secret).view());
  Secret header("Authorization: Basic ", encoded.view());
  return Make(secret, std::move(encoded), std::move(header));
}

std::shared_ptr<const Credentials> Credentials::Make(std::string_view raw, Secret encoded,
                                                     Secret header) {
  // The constructor is private, which rules out std::make_shared.
  return std::shared_ptr<const Credentials>(
      new Credentials(Secret(raw), std::move(encoded), std::move(header)));
}

void Credentials::ForEachSecret(const std::function<void(std::string_view)>& visit) const {
  ForEachForm(raw_.view(), visit);
  ForEachForm(encoded_.view(), visit);
}

}  // namespace zendesk::auth
