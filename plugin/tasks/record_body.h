// SPDX-License-Identifier: Apache-2.0
// From a task's input to the record that Zendesk gets. Pure: the same input always gives the same
// bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/attributes.h"

namespace zendesk::tasks {

enum class RecordWrite { kCreate, kUpdate, kUpsert };

/// By what Zendesk finds a record that it makes when there is none.
struct RecordKey {
  std::string_view by;  ///< "external_id" or "name"
  std::string_view value;
};

/// Nothing when the input does not ask for that. Precondition: the input has passed CheckRecord().
std::optional<RecordKey> KeyOfUpsert(const task_plugin::Input& input);

struct RecordBody {
  std::string json;  ///< {"custom_object_record":{...}}
  std::vector<task_plugin::Warning> warnings;
};

/// `external_id` is for a new record and may be empty. An update holds one only when the record has
/// it no longer: any other names the record. Precondition: the input has passed CheckRecord().
RecordBody BuildRecordBody(const task_plugin::Input& input, RecordWrite write,
                           std::string_view external_id,
                           const ResolvedAttributes& attributes = ResolvedAttributes());

/// Faults of a record's input that its schema cannot express.
void CheckRecord(task_plugin::Input& input, RecordWrite write);

}  // namespace zendesk::tasks
