// SPDX-License-Identifier: Apache-2.0
// A plugin at work for one command.
#pragma once

#include <functional>
#include <string>

#include "host/connection.h"
#include "host/manifest.h"
#include "host/operation.h"
#include "taskhost/connection_file.h"
#include "taskhost/options.h"

namespace taskhost {

// Says on standard error when others can read the file.
void WarnIfReadableByOthers(const ConnectionFile& file, const std::string& path, Language language);

// Loads the plugin, opens the connection and does the work, which an interrupt cancels by the name
// of the operation. Throws task_host::Error, and Stop when the plugin refuses the policy or the
// connection.
task_host::Result WithConnection(
    const Options& options, const task_host::Manifest& manifest, const std::string& policy,
    const task_host::ConnectionSpec& spec, Language language,
    const std::function<task_host::Result(task_host::Connection&, task_host::Operation&)>& work);

}  // namespace taskhost
