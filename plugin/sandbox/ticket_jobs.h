// SPDX-License-Identifier: Apache-2.0
// Making and changing up to 100 tickets in one job.
#pragma once

#include "call.h"

namespace sandbox {

/// `{"tickets":[…]}`
Response create_many_tickets(const Call& call);
/// One change for all `ids` of the query, `{"ticket":{…}}`, or one for each of `{"tickets":[…]}`.
Response update_many_tickets(const Call& call);

}  // namespace sandbox
