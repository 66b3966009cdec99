// SPDX-License-Identifier: Apache-2.0
// The endpoints of groups, and of who is in them.
#pragma once

#include "call.h"
#include "json.h"

namespace sandbox {

Response list_groups(const Call& call);
Response list_assignable_groups(const Call& call);
Response show_group(const Call& call);
Response list_memberships(const Call& call);
Response list_assignable_memberships(const Call& call);
Response list_memberships_of_group(const Call& call);
Response list_memberships_of_user(const Call& call);

void write_group(JsonWriter& json, const Account& account, const Group& group);

}  // namespace sandbox
