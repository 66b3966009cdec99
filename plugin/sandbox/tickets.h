// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/tickets.
#pragma once

#include "call.h"
#include "ticket_write.h"

namespace sandbox {

/// Who sent the request.
ClientInfo client_of(const Request& request);

/// The ticket that `{id}` names; otherwise nullptr and `problem`, which names the action.
Ticket* find_ticket(const Call& call, const char* action, Response& problem);

Response list_tickets(const Call& call);
Response count_tickets(const Call& call);
/// By `ids` in the query; those that are not there are left out.
Response show_many_tickets(const Call& call);
Response show_ticket(const Call& call);
Response create_ticket(const Call& call);
Response update_ticket(const Call& call);
Response delete_ticket(const Call& call);
Response list_comments(const Call& call);
Response list_audits(const Call& call);

}  // namespace sandbox
