// SPDX-License-Identifier: Apache-2.0
// What Zendesk would refuse in a ticket's write, found out without sending it.
#pragma once

#include <optional>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Zendesk's refusal, as it would come: of a closed ticket, of fields that the status or the form
/// demands, of an assignee outside of the group, of a suspended requester. Nothing when none of
/// these stands in the way, as far as the caller may read the account's rules. Throws Problem.
Task<std::optional<Problem>> ForeseeRefusal(Client& client, const PlannedWrite& write);

}  // namespace zendesk::tasks
