// SPDX-License-Identifier: Apache-2.0
// The three grants that Zendesk still has. Nothing is used up by a request that is refused.
#include "oauth_grants.h"

#include <fmt/format.h>

#include <algorithm>

#include "errors.h"
#include "json.h"
#include "oauth_parameters.h"

namespace sandbox {
namespace {

constexpr Seconds kDefaultLifetime = 1800;
constexpr Seconds kDefaultRefreshLifetime = 2592000;

struct Ask {
  Account& account;
  const OauthParameters& parameters;
  const OauthClient& client;
};

// What the token is to be.
struct Terms {
  Scopes scopes;
  std::optional<Seconds> lifetime;  // nullopt: for ever
  Seconds refresh_lifetime = kDefaultRefreshLifetime;
};

struct Range {
  Seconds least;
  Seconds most;
};

Response invalid_request(std::string_view description) {
  return oauth_error(400, "invalid_request", description);
}

Response invalid_client() {
  return oauth_error(401, "invalid_client",
                     "The client identifier provided is invalid, the client secret is wrong or "
                     "missing, or the client may not use this grant type.");
}

Response invalid_grant() {
  return oauth_error(400, "invalid_grant",
                     "The code or refresh token provided is invalid, expired, used, revoked or "
                     "meant for another client, or does not fit the authorization request.");
}

// `out` stays as it is when the parameter was not given. False when it is no number in the range.
template <typename T>
bool read_seconds(const Ask& ask, const char* name, Range range, T& out) {
  if (!ask.parameters.values.contains(name)) return true;
  const auto value = parse_integer(ask.parameters.text(name));
  if (!value || *value < range.least || *value > range.most) return false;
  out = *value;
  return true;
}

// A scope in a list makes a token that is good for nothing: so does Zendesk.
bool read_scopes(const Ask& ask, const Scopes* granted, Scopes& out) {
  if (ask.parameters.scope_is_list) return true;
  if (granted && !ask.parameters.values.contains("scope")) return out = *granted, true;
  auto wanted = parse_scopes(ask.parameters.text("scope"));
  if (!wanted || (granted && !covers(*granted, *wanted))) return false;
  out = std::move(*wanted);
  return true;
}

// `granted` is the most that may be asked for, and what comes without asking; nullptr: no bounds.
std::optional<Terms> read_terms(const Ask& ask, const Scopes* granted, Response& problem) {
  const std::optional<Seconds> short_lifetime = ask.account.oauth.options.token_lifetime;
  Terms terms;
  if (!ask.client.is_old) terms.lifetime = short_lifetime.value_or(kDefaultLifetime);
  if (!read_scopes(ask, granted, terms.scopes)) {
    problem = oauth_error(400, "invalid_scope",
                          "The scope is missing, unknown, or wider than what was granted.");
    return std::nullopt;
  }
  if (!read_seconds(ask, "expires_in", {short_lifetime ? 1 : 301, 172799}, terms.lifetime)) {
    problem = invalid_request("expires_in must be more than 300 and less than 172800");
    return std::nullopt;
  }
  if (!read_seconds(ask, "refresh_token_expires_in", {604800, 7776000}, terms.refresh_lifetime)) {
    problem = invalid_request("refresh_token_expires_in must be from 604800 to 7776000");
    return std::nullopt;
  }
  // A trial with short lifetimes is for clients that ask for the usual ones.
  if (short_lifetime && terms.lifetime) terms.lifetime = std::min(*terms.lifetime, *short_lifetime);
  return terms;
}

Response token_response(const OauthToken& token) {
  JsonWriter json;
  json.begin_object().field("access_token", token.access_token);
  if (token.refresh_token_expires_at) json.field("refresh_token", token.refresh_token);
  json.field("token_type", "bearer").field("scope", scope_text(token.scopes));
  if (token.expires_at) json.field("expires_in", *token.expires_at - token.created_at);
  if (token.refresh_token_expires_at) {
    json.field("refresh_token_expires_in", *token.refresh_token_expires_at - token.created_at);
  }
  json.end_object();
  Response response = json_response(201, json.text());
  response.headers.emplace_back("cache-control", "no-store");
  return response;
}

enum class Refreshable { kNo, kYes };

Response give(const Ask& ask, Id user_id, const Terms& terms, Refreshable refreshable) {
  OauthToken token;
  token.client_id = ask.client.id;
  token.user_id = user_id;
  token.scopes = terms.scopes;
  token.created_at = ask.account.now();
  if (terms.lifetime) token.expires_at = token.created_at + *terms.lifetime;
  if (refreshable == Refreshable::kYes) {
    token.refresh_token_expires_at = token.created_at + terms.refresh_lifetime;
  }
  return token_response(ask.account.oauth.tokens.issue(std::move(token)));
}

Response grant_for_code(const Ask& ask) {
  const std::string text = ask.parameters.text("code");
  if (text.empty()) return invalid_request("code is missing");
  OauthCodes& codes = ask.account.oauth.codes;
  const OauthCode* found = codes.find(text, ask.account.now());
  if (!found || found->client_id != ask.client.id ||
      found->redirect_uri != ask.parameters.text("redirect_uri") ||
      !fits_challenge(ask.parameters.text("code_verifier"), found->code_challenge)) {
    return invalid_grant();
  }
  Response problem;
  const auto terms = read_terms(ask, &found->scopes, problem);
  if (!terms) return problem;
  Response response = give(ask, found->user_id, *terms, Refreshable::kYes);
  codes.use_up(text);
  return response;
}

Response grant_for_refresh_token(const Ask& ask) {
  const std::string text = ask.parameters.text("refresh_token");
  if (text.empty()) return invalid_request("refresh_token is missing");
  Oauth& oauth = ask.account.oauth;
  const OauthToken* old = oauth.tokens.find_by_refresh_token(text, ask.account.now());
  if (!old) ++oauth.renewals_refused;
  if (!old && oauth.tokens.is_dead_refresh_token(text)) ++oauth.dead_refresh_tokens_used;
  if (!old || old->client_id != ask.client.id) return invalid_grant();
  Response problem;
  const auto terms = read_terms(ask, &old->scopes, problem);
  if (!terms) return problem;
  const Id user_id = old->user_id;
  oauth.tokens.revoke(old->id);
  ++oauth.renewals;
  return give(ask, user_id, *terms, Refreshable::kYes);
}

Response grant_for_secret(const Ask& ask) {
  if (ask.client.is_public()) return invalid_client();
  Response problem;
  const auto terms = read_terms(ask, nullptr, problem);
  return terms ? give(ask, ask.client.user_id, *terms, Refreshable::kNo) : problem;
}

}  // namespace

Response create_oauth_token(Account& account, const Request& request) {
  const auto parameters = read_oauth_parameters(request);
  if (!parameters) return invalid_request("The body must be a JSON object or a form.");
  const std::string grant = parameters->text("grant_type");
  if (grant.empty()) return invalid_request("grant_type is missing");
  if (grant == "refresh_token") ++account.oauth.renewals_asked;
  const auto answer = grant == "authorization_code"   ? grant_for_code
                      : grant == "refresh_token"      ? grant_for_refresh_token
                      : grant == "client_credentials" ? grant_for_secret
                                                      : nullptr;
  if (!answer) {
    return oauth_error(400, "unsupported_grant_type",
                       "grant_type must be authorization_code, refresh_token or "
                       "client_credentials.");
  }
  const std::string identifier = parameters->text("client_id");
  if (identifier.empty()) return invalid_request("client_id is missing");
  const OauthClient* client = account.oauth.find_client(identifier);
  if (!client) return invalid_client();
  if (!client->is_public() && parameters->text("client_secret") != client->secret) {
    return invalid_client();
  }
  return answer({account, *parameters, *client});
}

}  // namespace sandbox
