// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/ticket_forms.
#pragma once

#include "call.h"

namespace sandbox {

/// All at once unless pages are asked for; `active` and `associated_to_brand` choose.
/// Customers see the active ones.
Response list_ticket_forms(const Call& call);
Response show_ticket_form(const Call& call);

}  // namespace sandbox
