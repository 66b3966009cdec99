// SPDX-License-Identifier: Apache-2.0
// What the token endpoint answers.
// developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "plugin/auth/secret.h"
#include "plugin/transport/wipe.h"

namespace zendesk::auth {

struct TokenReply {
  Secret access_token;
  Secret refresh_token;  // empty: none
  std::string scope;
  // Nothing when the answer does not say, or says no number of seconds that is more than 0: then
  // only a refusal tells that the token has ended.
  std::optional<std::chrono::seconds> expires_in;
};

// Reads the body of a 2xx answer, and wipes it. Nothing when it is no JSON object, or holds no
// access token that can stand in a header, or a token of another type than bearer. Numbers may come
// as text.
std::optional<TokenReply> ReadTokenReply(transport::WipedText& body);

// Zendesk's name for why it gives no token, such as "invalid_grant"; empty when there is none in
// the body. A server may send back there, too, what it was sent.
Secret ReadTokenError(transport::WipedText body);

}  // namespace zendesk::auth
