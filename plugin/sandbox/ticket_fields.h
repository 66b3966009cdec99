// SPDX-License-Identifier: Apache-2.0
// The endpoint /api/v2/ticket_fields.
#pragma once

#include "call.h"

namespace sandbox {

Response list_ticket_fields(const Call& call);

}  // namespace sandbox
