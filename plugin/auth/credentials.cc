// SPDX-License-Identifier: Apache-2.0
// Checks the parts of credentials and builds the header from them.
#include "plugin/auth/credentials.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

namespace zendesk::auth {
namespace {

bool IsControl(char c) {
  return (c >= '\0' && c < ' ') || c == '\x7f';
}

// Past ASCII: a part of a UTF-8 sequence.
bool IsAscii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool FitsToken(char c) {
  return IsAscii(c) && !IsControl(c) && c != ' ';
}
bool FitsEmail(char c) {
  return !IsControl(c) && c != ' ' && c != ':';
}
bool FitsPassword(char c) {
  return !IsControl(c);
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

void Replace(std::string& text, std::string_view secret) {
  constexpr std::string_view kMask = "***";
  for (std::size_t at = text.find(secret); at != text.npos; at = text.find(secret, at)) {
    text.replace(at, secret.size(), kMask);
    at += kMask.size();
  }
}

void Check(const char* part, std::string_view value, bool (*fits)(char)) {
  if (value.empty()) throw BadCredentials(part, "This value is empty.");
  if (value.size() > Credentials::kMaxPartBytes)
    throw BadCredentials(part, "This value is too long.");
  if (!std::all_of(value.begin(), value.end(), fits)) {
    throw BadCredentials(part, "This value has characters that cannot be part of it.");
  }
}

// Base64 with padding (RFC 4648, section 4).
Secret Encode(const Secret& plain) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string_view bytes = plain.view();
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  std::size_t out = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k <= count; ++k) text[out + k] = kAlphabet[group >> (18 - 6 * k) & 63];
    out += 4;
  }
  Secret encoded(text);
  // The string was one block from the start, so nothing else holds a copy.
  std::fill_n(static_cast<volatile char*>(text.data()), text.size(), '\0');
  return encoded;
}

}  // namespace

Credentials::Credentials(Secret raw, Secret encoded, Secret header)
    : raw_(std::move(raw)), encoded_(std::move(encoded)), header_(std::move(header)) {}

std::shared_ptr<const Credentials> Credentials::Bearer(std::string_view access_token) {
  Check("access_token", access_token, &FitsToken);
  return Make(access_token, Secret(), Secret("Authorization: Bearer ", access_token));
}

std::shared_ptr<const Credentials> Credentials::ApiToken(std::string_view email,
                                                         std::string_view api_token) {
  Check("email", email, &FitsEmail);
  Check("api_token", api_token, &FitsToken);
  return Basic(Secret(email, "/token:"), api_token);
}

std::shared_ptr<const Credentials> Credentials::Password(std::string_view email,
                                                         std::string_view password) {
  Check("email", email, &FitsEmail);
  Check("password", password, &FitsPassword);
  return Basic(Secret(email, ":"), password);
}

std::shared_ptr<const Credentials> Credentials::Basic(const Secret& user, std::string_view secret) {
  Secret encoded = Encode(Secret(user.view(), secret));
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
  visit(raw_.view());
  if (!encoded_.empty()) visit(encoded_.view());
}

void Credentials::Mask(std::string& text) const {
  ForEachSecret([&text](std::string_view secret) { Replace(text, secret); });
}

void Credentials::MaskInJson(std::string& document) const {
  ForEachSecret([&document](std::string_view secret) {
    constexpr std::size_t kShortestToken = 16;
    const bool is_digits = std::all_of(secret.begin(), secret.end(), &IsDigit);
    if (secret.size() >= kShortestToken && !is_digits) Replace(document, secret);
  });
}

}  // namespace zendesk::auth
