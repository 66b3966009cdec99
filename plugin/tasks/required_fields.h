// SPDX-License-Identifier: Apache-2.0
// What has to be filled in: by a field when a ticket is solved, by a form's conditions else.
#pragma once

#include <vector>

#include "plugin/tasks/next_ticket.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Zendesk's complaints about what the ticket will lack; none when the caller may not read the
/// account's ticket fields. An assignee that is refused counts as not given. Throws Problem.
/// support.zendesk.com/hc/en-us/articles/4408838961562
Task<std::vector<FieldProblem>> MissingFields(Client& client, const NextTicket& ticket,
                                              bool assignee_is_refused);

}  // namespace zendesk::tasks
