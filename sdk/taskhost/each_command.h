// SPDX-License-Identifier: Apache-2.0
// taskhost run --each: one task for each line of a file.
#pragma once

#include "host/connection.h"
#include "host/manifest.h"
#include "taskhost/options.h"

namespace taskhost {

// Prints the summary and gives the exit code. Throws Stop or task_host::Error.
int RunEach(const Options& options, const task_host::Environment& environment,
            const task_host::Manifest& manifest, const task_host::TaskEntry& task,
            const task_host::ConnectionSpec& spec, Language language);

}  // namespace taskhost
