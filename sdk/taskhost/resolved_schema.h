// SPDX-License-Identifier: Apache-2.0
// The schema of a task's input as it is for one account: x-tp.schemaFrom replaced by what the
// plugin says there.
#pragma once

#include <string>

#include "host/json.h"
#include "taskhost/session.h"

namespace taskhost {

// Does a place of the schema depend on the account?
bool DependsOnAccount(const task_host::Json& schema);

// Puts what the plugin says of each such place into the schema; a place in the middle keeps its
// title, description and hints where the plugin gives none, and at the root all is the plugin's.
// Gives the end of the last call: after a failure the schema is of no use.
task_host::Result ResolveSchema(Session& session, const std::string& task,
                                const std::string& partial_input, Language language,
                                task_host::Json& schema);

}  // namespace taskhost
