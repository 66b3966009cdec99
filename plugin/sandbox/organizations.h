// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/organizations.
#pragma once

#include "call.h"
#include "json.h"

namespace sandbox {

Response list_organizations(const Call& call);
Response list_organizations_of_user(const Call& call);
Response show_organization(const Call& call);
/// `name`: how the name, or a word of it, begins
Response autocomplete_organizations(const Call& call);
/// `external_id` or `name`, the whole of it
Response search_organizations(const Call& call);

void write_organization(JsonWriter& json, const Account& account, const Organization& item);

}  // namespace sandbox
