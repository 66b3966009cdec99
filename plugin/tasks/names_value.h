// SPDX-License-Identifier: Apache-2.0
// The value of a field, by the field's own rules.
#pragma once

#include <string>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "author/json.h"
#include "plugin/tasks/resolved_names.h"
#include "plugin/zendesk/catalog_fields.h"

namespace zendesk::tasks {

/// Notes the tags for the labels of a drop-down or multi-select value in `resolved`; a fault at
/// `pointer` for what the field cannot hold. Null and an empty text, which is left out, always
/// pass. Regular expressions are left to Zendesk: they are in its language's dialect, and what
/// another makes of one could differ.
void ResolveValue(const TicketField& field, const task_plugin::json::Value& value,
                  const std::string& pointer, const task_plugin::Input& input,
                  ResolvedField& resolved, std::vector<task_plugin::Fault>& faults);

}  // namespace zendesk::tasks
