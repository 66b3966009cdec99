// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/users.
#pragma once

#include "call.h"

namespace sandbox {

Response show_me(const Call& call);
/// What users/me says to somebody without credentials: 200, and a user without an id.
Response show_anonymous();
Response show_user(const Call& call);
Response create_user(const Call& call);
Response update_user(const Call& call);
/// The user stays, without addresses and no longer active.
Response delete_user(const Call& call);
/// Matched by e-mail or external id.
Response create_or_update_user(const Call& call);
/// `query` or `external_id`
Response search_users(const Call& call);
Response list_identities(const Call& call);

}  // namespace sandbox
