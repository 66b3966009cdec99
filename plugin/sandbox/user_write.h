// SPDX-License-Identifier: Apache-2.0
// Making and changing users. Either the whole write is stored, or nothing of it.
#pragma once

#include <optional>

#include "account.h"
#include "http.h"
#include "json.h"

namespace sandbox {

struct UserOutcome {
  const User* user = nullptr;  ///< as stored
  bool is_new = false;
  std::optional<Response> refusal;  ///< then nothing was stored
};

/// The user with the e-mail or the external id of `json`, an object, is changed; without one a new
/// user is made.
UserOutcome create_or_update_user(Account& account, const Json& json);
/// An e-mail or external id of somebody else is refused.
UserOutcome create_user(Account& account, const Json& json);
UserOutcome update_user(Account& account, const User& before, const Json& json);

}  // namespace sandbox
