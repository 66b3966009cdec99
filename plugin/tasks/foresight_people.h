// SPDX-License-Identifier: Apache-2.0
// What Zendesk would refuse of a ticket's people.
#pragma once

#include <vector>

#include "plugin/tasks/next_ticket.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Adds Zendesk's complaints: of a requester whom nobody knows or who is suspended, of an
/// organization that is not the requester's, of an assignee who is no agent or not in the group.
/// None of what the caller may not read. Throws Problem.
Task<void> ForeseePeople(Client& client, const NextTicket& ticket,
                         std::vector<FieldProblem>& complaints);

}  // namespace zendesk::tasks
