// SPDX-License-Identifier: Apache-2.0
// What Zendesk would refuse of a ticket's settings and of the problem that it belongs to.
#pragma once

#include <vector>

#include "plugin/tasks/next_ticket.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Adds Zendesk's complaints: of a status, a brand or a form that the account does not have or has
/// switched off, of a problem that is no ticket of that type. None of what the caller may not read.
/// Throws Problem.
Task<void> ForeseeSettings(Client& client, const NextTicket& ticket,
                           std::vector<FieldProblem>& complaints);

}  // namespace zendesk::tasks
