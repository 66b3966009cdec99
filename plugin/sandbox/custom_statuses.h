// SPDX-License-Identifier: Apache-2.0
// The endpoint /api/v2/custom_statuses.
#pragma once

#include "call.h"
#include "json.h"

namespace sandbox {

/// All at once; `status_categories=open,hold`, `active` and `default` choose.
Response list_custom_statuses(const Call& call);
Response show_custom_status(const Call& call);

void write_custom_status(JsonWriter& json, const Account& account, const CustomStatus& status);

}  // namespace sandbox
