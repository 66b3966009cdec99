// SPDX-License-Identifier: Apache-2.0
// The endpoint /api/v2/tickets/{id}/tags.
#pragma once

#include "call.h"

namespace sandbox {

Response list_ticket_tags(const Call& call);
/// The changes honour `updated_stamp` with `safe_update`, as a ticket's do.
Response set_ticket_tags(const Call& call);
Response add_ticket_tags(const Call& call);
Response remove_ticket_tags(const Call& call);

}  // namespace sandbox
