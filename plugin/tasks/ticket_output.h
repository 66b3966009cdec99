// SPDX-License-Identifier: Apache-2.0
// How the ticket tasks end.
#pragma once

#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/comparison.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// See TellDifferences() for what is thrown.
task_plugin::Output MakeTicketOutput(const task_plugin::Input& input, const Client& client,
                                     const TicketAnswer& answer, bool created,
                                     std::vector<task_plugin::Warning> warnings,
                                     const Asked& asked = Asked());

/// The ticket as it is now, whose write was done in any case; what is known of it when it cannot be
/// read. See TellDifferences() for what is thrown.
Task<task_plugin::Output> ShowWritten(Client& client, const task_plugin::Input& input, int64_t id,
                                      bool created, std::vector<task_plugin::Warning> warnings,
                                      const Asked& asked = Asked());

/// What is known of a ticket that is not shown.
task_plugin::Output MakeBareTicketOutput(const task_plugin::Input& input, const Client& client,
                                         int64_t id, bool created,
                                         std::vector<task_plugin::Warning> warnings);

/// The warning of a creation that an earlier run has made.
task_plugin::Warning TicketFound(const task_plugin::Input& input);

/// The warning of an update whose answer was lost.
task_plugin::Warning UpdateFound(const task_plugin::Input& input);

/// An update names one thing that Zendesk may not have: the ticket.
void ExplainMissingTicket(Problem& problem, const task_plugin::Input& input);

}  // namespace zendesk::tasks
