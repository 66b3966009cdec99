// SPDX-License-Identifier: Apache-2.0
// The endpoints that list users: all, by role, by ids, by the beginning of a name, by group.
#pragma once

#include "call.h"

namespace sandbox {

/// `role=agent`, or several `role[]=`
Response list_users(const Call& call);
/// `name`: how the name, or a word of it, begins
Response autocomplete_users(const Call& call);
/// `ids` or `external_ids`
Response show_many_users(const Call& call);
Response list_users_of_group(const Call& call);

}  // namespace sandbox
