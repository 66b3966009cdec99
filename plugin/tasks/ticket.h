// SPDX-License-Identifier: Apache-2.0
// The two ticket tasks.
#pragma once

#include "author/input.h"
#include "author/operation.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Opens a ticket; where the input says so, it changes the one with the same external id, if there
/// is one. Throws Problem.
Task<task_plugin::Output> CreateTicket(Client client, const task_plugin::Input& input);

/// Changes a ticket, and can add a comment; where the input says so, a new ticket takes the place
/// of one that is closed. Tags are added and removed on the condition that nobody else has changed
/// the ticket since it was read. Throws Problem.
Task<task_plugin::Output> UpdateTicket(Client client, const task_plugin::Input& input);

}  // namespace zendesk::tasks
