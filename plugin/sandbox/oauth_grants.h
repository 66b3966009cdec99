// SPDX-License-Identifier: Apache-2.0
// POST /oauth/tokens: a code, a refresh token or a client's secret for an access token.
#pragma once

#include "account.h"
#include "http.h"

namespace sandbox {

/// 201 with the token, or an error of RFC 6749.
Response create_oauth_token(Account& account, const Request& request);

}  // namespace sandbox
