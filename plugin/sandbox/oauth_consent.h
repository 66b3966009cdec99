// SPDX-License-Identifier: Apache-2.0
// The browser's part of OAuth: a client asks, a person allows or denies.
#pragma once

#include "account.h"
#include "http.h"

namespace sandbox {

/// GET /oauth/authorizations/new: the page that asks, a page that tells what is wrong, or a
/// redirection to the client.
Response ask_for_consent(Account& account, const Request& request);

/// POST /oauth/authorizations with the page's form and `decision=allow`; anything else denies.
Response take_decision(Account& account, const Request& request);

}  // namespace sandbox
