// SPDX-License-Identifier: Apache-2.0
// A record's object and attributes: by title or key, with values as the object's fields hold them.
#pragma once

#include <string>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/attributes.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// The key of the input's object; what it gives when the account does not show its objects. Throws
/// Error ("invalid_input") for what is none of them, and Problem.
Task<std::string> ResolveObject(Client& client, const task_plugin::Input& input);

/// Throws Error ("invalid_input") when the input finds its record by a name, and the names of the
/// object tell no record: they repeat, or Zendesk makes them. Nothing is known where the caller may
/// not read the object's fields. Throws Problem.
Task<void> RequireNames(Client& client, const task_plugin::Input& input, std::string object);

/// The attributes, by their places in the input. Throws Error ("invalid_input") with a fault for
/// each that is unknown, ambiguous or given twice and each value that its field cannot hold, and
/// Problem. Where Zendesk does not let the caller read the object's fields, they go unchecked, with
/// a warning. `object` is its key.
Task<ResolvedAttributes> ResolveAttributes(Client& client, const task_plugin::Input& input,
                                           std::string object,
                                           std::vector<task_plugin::Warning>& warnings);

}  // namespace zendesk::tasks
