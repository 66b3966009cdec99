// SPDX-License-Identifier: Apache-2.0
// From the Authorization header to the user who asks.
#pragma once

#include <optional>

#include "account.h"
#include "http.h"

namespace sandbox {

struct Authentication {
  const User* user = nullptr;         ///< set when the credentials are good
  std::optional<Response> refusal;    ///< 401 when they are not; neither: no credentials were sent
  const OauthToken* token = nullptr;  ///< set for a bearer
};

/// Notes on the token that it was used.
Authentication authenticate(Account& account, const Request& request);

}  // namespace sandbox
