// SPDX-License-Identifier: Apache-2.0
// From what people call things to what Zendesk calls them, before anything is sent.
#pragma once

#include "author/input.h"
#include "plugin/tasks/resolved_names.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Does a ticket's input hold anything that has to be looked up: a name, or a custom field, whose
/// value is converted by the field's type?
bool HasNames(const task_plugin::Input& input);

/// Reads no more of the account's catalog than the input needs, and nothing when it has no names.
/// Throws Error ("invalid_input") with a fault for each name that is unknown or ambiguous and each
/// value that its field cannot hold, and Problem when a list cannot be read.
Task<ResolvedNames> ResolveNames(Client& client, const task_plugin::Input& input);

}  // namespace zendesk::tasks
