// SPDX-License-Identifier: Apache-2.0
// Only the beginnings of the token's texts are told.
#include "oauth_current.h"

#include <fmt/format.h>

#include "errors.h"
#include "json.h"

namespace sandbox {
namespace {

constexpr std::size_t kTold = 10;

std::optional<std::string> time_text(std::optional<Seconds> time) {
  return time ? std::optional(format_time(*time)) : std::nullopt;
}

std::optional<std::string> beginning(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text.substr(0, kTold));
}

}  // namespace

Response show_current_token(const Call& call) {
  if (!call.token) return record_not_found();
  const OauthToken& token = *call.token;
  JsonWriter json;
  json.begin_object().key("token").begin_object();
  json.field("url", call.account.url(fmt::format("oauth/tokens/{}", token.id)));
  json.field("id", token.id).field("user_id", token.user_id).field("client_id", token.client_id);
  json.field("token", beginning(token.access_token));
  json.field("refresh_token", beginning(token.refresh_token)).field("scopes", token.scopes);
  json.field("created_at", format_time(token.created_at));
  json.field("expires_at", time_text(token.expires_at));
  json.field("refresh_token_expires_at", time_text(token.refresh_token_expires_at));
  json.field("used_at", time_text(token.used_at)).end_object().end_object();
  return json_response(200, json.text());
}

Response revoke_current_token(const Call& call) {
  if (!call.token) return record_not_found();
  call.account.oauth.tokens.revoke(call.token->id);
  return {204, {}, {}};
}

}  // namespace sandbox
