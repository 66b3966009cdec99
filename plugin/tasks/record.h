// SPDX-License-Identifier: Apache-2.0
// The two record tasks.
#pragma once

#include "author/input.h"
#include "author/operation.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Adds a record to a custom object; where the input says so, it changes the one with the same
/// external id or name, if there is one. Throws Problem.
Task<task_plugin::Output> CreateRecord(Client client, const task_plugin::Input& input);

/// Changes a record, named by its id or its external id. By an external id the record is looked up
/// first, since Zendesk's own change by external id would make a record that is missing, unless the
/// input asks for that. Throws Problem.
Task<task_plugin::Output> UpdateRecord(Client client, const task_plugin::Input& input);

}  // namespace zendesk::tasks
