// SPDX-License-Identifier: Apache-2.0
// Tickets that are updated if they exist and made if they do not, told by their external ids.
#pragma once

#include <optional>
#include <string>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/ticket_plan.h"

namespace zendesk::tasks {

/// Does the input ask for that?
bool MatchesExternalId(const task_plugin::Input& input);

/// The ticket with this external id, of several the only one that is not closed, or where a closed
/// one gets a successor the newest of closed ones; 0 when there is none. Throws Problem, with their
/// numbers when it cannot be told which of several.
Task<int64_t> FindMatch(Client& client, const task_plugin::Input& input, std::string external_id);

/// Looks some times for a ticket with this external id that somebody else is about to make.
Task<bool> AwaitMatch(Client& client, std::string external_id);

/// Somebody has made one in the last two hours, and none has this external id now.
Problem UnseenMatch();

/// The end of the same work in another run; nothing when there is none. Throws Problem, also when
/// it cannot be told.
Task<std::optional<task_plugin::Output>> FindEarlierMatch(Client& client,
                                                          const task_plugin::Input& input,
                                                          const TicketWork& work);

}  // namespace zendesk::tasks
