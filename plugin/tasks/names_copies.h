// SPDX-License-Identifier: Apache-2.0
// Whom a ticket's copies and followers mean.
#pragma once

#include <vector>

#include "author/input.h"
#include "plugin/tasks/comparison.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Those whom the input names, with the IDs that it gives.
std::vector<AskedPerson> CopiesOf(const task_plugin::Input& input);

/// The same after a write, which may have made some of them: with the IDs of those, too, whose
/// addresses Zendesk knows. Nobody is looked up where the answer shows without it that nobody is
/// missing: a new ticket's list is as long as that of the input.
Task<std::vector<AskedPerson>> FindCopies(Client& client, const task_plugin::Input& input,
                                          const TicketAnswer& answer, bool is_new);

}  // namespace zendesk::tasks
