// SPDX-License-Identifier: Apache-2.0
// Fields that lead to something which is not there.
#pragma once

#include <string>
#include <vector>

#include "plugin/tasks/next_ticket.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Does a value of the field lead to nothing, as far as the caller may see? False for fields of
/// other types. Throws Problem.
/// developer.zendesk.com/api-reference/ticketing/lookup_relationships/
Task<bool> LeadsNowhere(Client& client, const Field& field, std::string id);

/// Adds Zendesk's complaints about a ticket's fields that do. Throws Problem.
Task<void> ForeseeLookups(Client& client, const NextTicket& ticket,
                          std::vector<FieldProblem>& complaints);

}  // namespace zendesk::tasks
