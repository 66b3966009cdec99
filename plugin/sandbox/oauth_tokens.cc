// SPDX-License-Identifier: Apache-2.0
// Tokens by id and by both texts.
#include "oauth_tokens.h"

#include <algorithm>

#include "random_text.h"

namespace sandbox {
namespace {

bool is_alive(const OauthToken& token, Seconds now) {
  return !token.expires_at || now < *token.expires_at;
}

}  // namespace

const OauthToken& OauthTokens::issue(OauthToken token) {
  ++changes_;
  ++issued_;
  token.id = last_id_ += 20;
  if (token.access_token.empty()) token.access_token = random_text();
  if (token.refresh_token_expires_at) token.refresh_token = random_text();
  by_access_token_[token.access_token] = token.id;
  if (!token.refresh_token.empty()) by_refresh_token_[token.refresh_token] = token.id;
  return tokens_[token.id] = std::move(token);
}

OauthToken* OauthTokens::find_by_access_token(const std::string& text, Seconds now) {
  const auto found = by_access_token_.find(text);
  if (found == by_access_token_.end()) return nullptr;
  OauthToken& token = tokens_.at(found->second);
  return is_alive(token, now) ? &token : nullptr;
}

const OauthToken* OauthTokens::find_by_refresh_token(const std::string& text, Seconds now) const {
  const auto found = by_refresh_token_.find(text);
  if (found == by_refresh_token_.end()) return nullptr;
  const OauthToken& token = tokens_.at(found->second);
  return now < token.refresh_token_expires_at ? &token : nullptr;
}

void OauthTokens::revoke(Id id) {
  ++changes_;
  const OauthToken& token = tokens_.at(id);
  by_access_token_.erase(token.access_token);
  by_refresh_token_.erase(token.refresh_token);
  if (!token.refresh_token.empty()) ended_.insert(token.refresh_token);
  tokens_.erase(id);
}

std::size_t OauthTokens::alive(Seconds now) const {
  const auto count = std::count_if(tokens_.begin(), tokens_.end(), [now](const auto& entry) {
    return is_alive(entry.second, now);
  });
  return static_cast<std::size_t>(count);
}

}  // namespace sandbox
