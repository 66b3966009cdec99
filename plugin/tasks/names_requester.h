// SPDX-License-Identifier: Apache-2.0
// The requester of a ticket, and what the input says of people whom Zendesk takes no tickets from.
#pragma once

#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "plugin/tasks/resolved_names.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Does the input say that a requester who is suspended is left out?
bool LeavesOutSuspended(const task_plugin::Input& input);

/// Has it to be looked up who the requester is, even where the input gives an ID or an address?
bool ChecksRequester(const task_plugin::Input& input);

/// Finds the requester, or leaves one out who is suspended, with a warning; a fault when the input
/// does not allow that, or names nobody or several.
Task<void> ResolveRequester(Client& client, const task_plugin::Input& input, ResolvedNames& names,
                            std::vector<task_plugin::Fault>& faults);

}  // namespace zendesk::tasks
