// SPDX-License-Identifier: Apache-2.0
// How the record tasks end.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/comparison.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// See TellDifferences() for what is thrown.
task_plugin::Output MakeRecordOutput(const task_plugin::Input& input, const Client& client,
                                     const RecordAnswer& answer, std::optional<bool> created,
                                     std::vector<task_plugin::Warning> warnings,
                                     const Asked& asked = Asked());

/// What is known of a record that is not shown. The external id may be empty.
task_plugin::Output MakeBareRecordOutput(const task_plugin::Input& input, const Client& client,
                                         const std::string& id, const std::string& external_id,
                                         std::optional<bool> created,
                                         std::vector<task_plugin::Warning> warnings);

/// Was the record made by the client's last write, of which this is an answer or a later look? As
/// far as times in whole seconds tell; nothing when there are none.
std::optional<bool> WasMade(const Client& client, const RecordAnswer& answer);

/// The warning of a creation whose answer was lost.
task_plugin::Warning RecordFound(const task_plugin::Input& input);

/// What a task names that Zendesk may not have.
enum class Sought { kObject, kRecord };

/// Says what Zendesk did not find, and to which field that belongs.
void ExplainMissingRecord(Problem& problem, Sought sought, const task_plugin::Input& input);

/// No record has the input's external id.
Problem NoSuchRecord(const task_plugin::Input& input);

}  // namespace zendesk::tasks
