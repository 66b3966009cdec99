// SPDX-License-Identifier: Apache-2.0
// Who works on a ticket, and in which group.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "plugin/tasks/names_match.h"
#include "plugin/tasks/resolved_names.h"
#include "plugin/zendesk/catalog.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// The agent whom a text means, by name, any e-mail address or ID; nothing with a fault.
Task<std::optional<int64_t>> MatchAgent(Client& client, const task_plugin::Input& input,
                                        const NamePlace& place,
                                        std::vector<task_plugin::Fault>& faults);

/// The agent whom the input's assignee means, by name, any e-mail address or ID; nothing when it is
/// not given, or with a fault. Throws Problem.
Task<std::optional<int64_t>> ResolveAssignee(Client& client, const task_plugin::Input& input,
                                             std::vector<task_plugin::Fault>& faults);

/// A fault, with the group's members, when the agent is none of them. Where Zendesk does not let
/// the caller read who is, it checks that itself.
Task<void> CheckMembership(Client& client, const task_plugin::Input& input, int64_t assignee_id,
                           int64_t group_id, std::vector<task_plugin::Fault>& faults);

/// May this agent be assigned tickets of this group?
bool IsMember(const NamedList<Membership>& list, int64_t user_id, int64_t group_id);

}  // namespace zendesk::tasks
