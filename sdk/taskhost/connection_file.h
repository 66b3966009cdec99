// SPDX-License-Identifier: Apache-2.0
// The file of --connection: {"plugin":"...","type":"...","settings":{...},"credentials":{...}}.
#pragma once

#include <string>

#include "host/connection.h"
#include "host/manifest.h"
#include "taskhost/texts.h"

namespace taskhost {

struct ConnectionFile {
  task_host::ConnectionSpec spec;
  bool readable_by_others = false;  // and it holds credentials
};

// Reads the file and checks that it fits the task. settings and credentials may be left out. All
// else about it is the plugin's to judge. Throws Stop with the exit code for connections, or with
// the one for missing files.
ConnectionFile ReadConnectionFile(const std::string& path, const task_host::Manifest& manifest,
                                  const task_host::TaskEntry& task, Language language);

// What connect() gets when no file is given for a task that needs no account: its list of connection
// types is empty, or holds "none".
task_host::ConnectionSpec NoConnection();

}  // namespace taskhost
