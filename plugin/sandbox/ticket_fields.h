// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/ticket_fields.
#pragma once

#include "call.h"

namespace sandbox {

/// All at once unless pages are asked for: by position, with cursors by id.
Response list_ticket_fields(const Call& call);
Response show_ticket_field(const Call& call);
Response list_field_options(const Call& call);

}  // namespace sandbox
