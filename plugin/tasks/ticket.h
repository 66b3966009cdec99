// SPDX-License-Identifier: Apache-2.0
// The two ticket tasks.
#pragma once

#include "author/input.h"
#include "author/operation.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Opens a ticket. Throws Problem.
Task<task_plugin::Output> CreateTicket(Client client, const task_plugin::Input& input);

/// Changes a ticket, and can add a comment. Tags are added and removed by reading the ticket and
/// writing it back on the condition that nobody else has changed it, since Zendesk has no such
/// change for a single ticket. Throws Problem.
Task<task_plugin::Output> UpdateTicket(Client client, const task_plugin::Input& input);

}  // namespace zendesk::tasks
