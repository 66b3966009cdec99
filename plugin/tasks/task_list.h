// SPDX-License-Identifier: Apache-2.0
// The tasks of this plugin, each with the code behind it.
#pragma once

#include <span>
#include <string_view>

#include "author/input.h"
#include "plugin/tasks/engine.h"

namespace zendesk::tasks {

struct TaskEntry {
  std::string_view id;
  const char* title;  ///< the manifest's, in English
  uint32_t version;
  std::string_view input_file;  ///< of the schemas, below the manifest's folder
  std::string_view output_file;
  void (*check)(task_plugin::Input& input);
  TaskFunction run;
  const BulkForm* bulk;  ///< null: each one goes alone
};

/// In the manifest's order.
std::span<const TaskEntry> AllTasks();

}  // namespace zendesk::tasks
