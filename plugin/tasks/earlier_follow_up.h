// SPDX-License-Identifier: Apache-2.0
// Follow-ups that a closed ticket has already, whoever made them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/ticket_plan.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Their numbers, as the closed ticket tells them.
std::vector<int64_t> FollowUpsOf(const TicketAnswer& closed);

/// The newest of them that is not closed; 0 when there is none. Throws Problem.
Task<int64_t> FindOpenFollowUp(Client& client, const std::vector<int64_t>& follow_ups);

/// The end of the same work in another run, which made one of them or changed it; nothing when
/// there is none. Zendesk would notice such a run by the key of a creation alone, so that even work
/// that is not said to be repeated is looked for. Throws Problem; of repeated work also when it
/// cannot be told.
Task<std::optional<task_plugin::Output>> FindEarlierFollowUp(
    Client& client, const task_plugin::Input& input, const TicketWork& work,
    const std::vector<int64_t>& follow_ups);

}  // namespace zendesk::tasks
