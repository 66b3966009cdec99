// SPDX-License-Identifier: Apache-2.0
// What Zendesk does to a ticket beside what an update asks for.
#pragma once

#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "plugin/tasks/resolved_names.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Could the update have such, depending on the ticket?
bool MayHaveSideEffects(const task_plugin::Input& input);

/// Warnings, from the ticket as it is now: of an assignee who moves the ticket to another group, of
/// a group that takes the ticket from its assignee, of fields that a ticket of its type does not
/// have. Throws Problem.
Task<std::vector<task_plugin::Warning>> ForeseeSideEffects(Client& client,
                                                           const task_plugin::Input& input,
                                                           const ResolvedNames& names,
                                                           const TicketAnswer& now);

}  // namespace zendesk::tasks
