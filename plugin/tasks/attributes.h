// SPDX-License-Identifier: Apache-2.0
// The attributes of a profile or a record: any names, with values of the account's own making.
#pragma once

#include <string_view>
#include <vector>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {

/// Writes the members of `attributes`, if it is given, with every digit of their numbers; null
/// clears. An empty text is left out, since a form sends it for a value that was left empty, and is
/// warned of.
void WriteAttributes(const task_plugin::Input& input, ObjectWriter& writer,
                     std::vector<task_plugin::Warning>& warnings);

}  // namespace zendesk::tasks
