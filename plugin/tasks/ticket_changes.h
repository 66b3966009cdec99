// SPDX-License-Identifier: Apache-2.0
// The difference that a dry run tells, in the words of people.
#pragma once

#include <vector>

#include "author/input.h"
#include "plugin/tasks/comparison.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// The changes that the planned write of a ticket would make, with names in place of IDs as far as
/// the account tells them, and with the people who stand elsewhere in answers: a requester and an
/// assignee by address, copies and followers. Throws Problem.
Task<std::vector<Change>> ChangesByName(Client& client, const task_plugin::Input& input,
                                        const PlannedWrite& write, std::vector<Change> changes);

/// Tells the write what people call the IDs that are others in Zendesk's answer to it.
Task<void> NameDifferences(Client& client, const task_plugin::Input& input,
                           const TicketAnswer& answer, Asked& asked);

}  // namespace zendesk::tasks
