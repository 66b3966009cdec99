// SPDX-License-Identifier: Apache-2.0
// From an operation to a running task, or to the reason why it does not run.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "author/error.h"
#include "author/operation.h"
#include "author/plugin.h"

namespace task_plugin {

/// An operation and, if it cannot start, why.
struct Prepared {
  std::shared_ptr<Operation> operation;
  std::optional<Error> refusal;
};

/// Starts the task, or ends it with what is against it: on the calling thread for execute(), else
/// on one of the plugin's, since complete() never runs inside submit().
void Launch(Plugin& plugin, const Prepared& prepared);

/// The same for all that came together.
void LaunchAll(Plugin& plugin, const std::vector<Prepared>& prepared);

/// Ends the operation with what is against it, as Launch() does.
void Refuse(Plugin& plugin, const std::shared_ptr<Operation>& operation, const Error& error);

/// Inside a catch block: what keeps a task from starting. A lack of threads passes, and nothing was
/// begun.
Error StartError(const Texts& texts);

/// Why the open operations take no more: `status` is what Operations::Enter() returned.
Error Refusal(Status status, const Texts& texts);

}  // namespace task_plugin
