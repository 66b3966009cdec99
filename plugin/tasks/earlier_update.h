// SPDX-License-Identifier: Apache-2.0
// Updates of tickets that an attempt may have made whose outcome nobody knows.
#pragma once

#include <optional>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/ticket_plan.h"

namespace zendesk::tasks {

/// Among the ticket's audits, several times for an update that `may_show_late`; nothing when they
/// cannot be read, or there is no time for that.
Task<std::optional<AuditSearch>> FindUpdate(Client& client, const TicketWork& work,
                                            bool may_show_late);

/// The end of an update that was made, though its answer was lost: well, whatever becomes of a look
/// at the ticket.
Task<task_plugin::Output> ShowUpdated(Client& client, const task_plugin::Input& input,
                                      const TicketWork& work);

/// By which an update that may have been made can be found.
void AddOperation(Problem& problem, const TicketWork& work);

/// The end of an update of the same work that was made in another run; nothing when there is none.
/// Throws Problem, also when it cannot be told.
Task<std::optional<task_plugin::Output>> FindEarlierUpdate(Client& client,
                                                           const task_plugin::Input& input,
                                                           const TicketWork& work);

}  // namespace zendesk::tasks
