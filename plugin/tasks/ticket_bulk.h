// SPDX-License-Identifier: Apache-2.0
// How the ticket tasks travel in Zendesk's jobs.
#pragma once

#include "plugin/tasks/batch.h"

namespace zendesk::tasks {

/// Tickets with an external id, by which they can be found should the job's outcome be unclear.
extern const BulkForm kCreateTickets;

/// Changes of tickets, but those that have to read the ticket first.
extern const BulkForm kUpdateTickets;

}  // namespace zendesk::tasks
