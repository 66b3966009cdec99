// SPDX-License-Identifier: Apache-2.0
// Making and changing profiles. Either the whole write is stored, or nothing of it. Identifiers are
// given to the profile's user as well, and a user is made when nobody has them.
#pragma once

#include <optional>

#include "account.h"
#include "http.h"
#include "json.h"

namespace sandbox {

/// 400, 403 and 404 of the profiles: `{"errors":[{"code":"ClientError",…}]}`
Response profile_error(int status, std::string_view title);

struct ProfileOutcome {
  const Profile* profile = nullptr;  ///< as stored
  bool is_new = false;
  std::optional<Response> refusal;  ///< then nothing was stored
};

/// Makes the profile that the key names or replaces it. `user_id`, when it is given, is whose it
/// has to be. `json` must be an object.
ProfileOutcome put_profile(Account& account, const ProfileKey& key, std::optional<Id> user_id,
                           const Json& json);
/// Nothing of the old one is kept but its id, source, type and user.
ProfileOutcome replace_profile(Account& account, const Profile& before, const Json& json);
/// Merges name and attributes, and adds identifiers.
ProfileOutcome patch_profile(Account& account, const Profile& before, const Json& json);

}  // namespace sandbox
