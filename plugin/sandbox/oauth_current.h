// SPDX-License-Identifier: Apache-2.0
// /api/v2/oauth/tokens/current: the token of the request itself.
#pragma once

#include "call.h"

namespace sandbox {

Response show_current_token(const Call& call);
/// Ends the access token and its refresh token.
Response revoke_current_token(const Call& call);

}  // namespace sandbox
