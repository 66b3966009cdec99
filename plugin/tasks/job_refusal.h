// SPDX-License-Identifier: Apache-2.0
// A job says what is wrong with an item by the titles of fields alone.
#pragma once

#include <string>

#include "plugin/tasks/batch_item.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Adds to a job's refusal of a ticket which custom fields it is about and what they can hold, as
/// far as the caller may read that. Throws no Problem.
Task<void> FindTicketFields(Client client, const BatchItem& item, Problem& refusal);

/// The same for the attributes of a record; `object` is the key of its object.
Task<void> FindRecordFields(Client client, std::string object, const BatchItem& item,
                            Problem& refusal);

}  // namespace zendesk::tasks
