// SPDX-License-Identifier: Apache-2.0
// Bearer tokens, and basic authentication with an API token. Passwords ended in January 2026.
#include "auth.h"

#include "errors.h"

namespace sandbox {
namespace {

// nullopt for anything that is not base64; missing padding is forgiven.
std::optional<std::string> decode_base64(std::string_view text) {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string result;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) result += static_cast<char>(bits >> (count -= 8) & 0xff);
  }
  return result;
}

Authentication bearer(Account& account, const std::string& text) {
  OauthToken* token = account.oauth.tokens.find_by_access_token(text, account.now());
  const User* user = token ? account.find_user(token->user_id) : nullptr;
  if (!user) return {nullptr, invalid_token()};
  token->used_at = account.now();
  return {user, std::nullopt, token};
}

// `email/token:API_TOKEN`: the token belongs to the account, the e-mail says as whom.
Authentication basic(const Account& account, std::string_view credentials) {
  const auto decoded = decode_base64(credentials);
  const auto colon = decoded ? decoded->find(':') : std::string::npos;
  if (colon == std::string::npos) return {nullptr, not_authenticated()};
  std::string_view name(*decoded);
  name = name.substr(0, colon);
  constexpr std::string_view kSuffix = "/token";
  if (!name.ends_with(kSuffix) || decoded->substr(colon + 1) != account.api_token) {
    return {nullptr, not_authenticated()};
  }
  name.remove_suffix(kSuffix.size());
  const User* user = account.find_user(name);
  if (!user || user->suspended) return {nullptr, not_authenticated()};
  return {user, std::nullopt};
}

}  // namespace

Authentication authenticate(Account& account, const Request& request) {
  const std::string* header = request.header("authorization");
  if (!header) return {};
  const auto space = header->find(' ');
  const std::string scheme = lower(std::string_view(*header).substr(0, space));
  const std::string rest = space == std::string::npos ? "" : header->substr(space + 1);
  if (scheme == "bearer") return bearer(account, rest);
  if (scheme == "basic") return basic(account, rest);
  return {nullptr, not_authenticated()};
}

}  // namespace sandbox
