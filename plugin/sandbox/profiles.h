// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/user_profiles, and the profiles of one user.
#pragma once

#include "call.h"

namespace sandbox {

Response list_profiles_of_user(const Call& call);
/// Made or replaced, by the `identifier` query, for the user of the path.
Response put_profile_of_user(const Call& call);

Response show_profile(const Call& call);
Response replace_profile(const Call& call);
Response patch_profile(const Call& call);
Response delete_profile(const Call& call);

/// These take the `identifier` query: `source:type:identifier_type:identifier_value`.
Response show_profile_by_identifier(const Call& call);
Response put_profile(const Call& call);
Response patch_profile_by_identifier(const Call& call);

}  // namespace sandbox
