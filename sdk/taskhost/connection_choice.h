// SPDX-License-Identifier: Apache-2.0
// What a person means by --connection.
#pragma once

#include <string>

#include "host/search_path.h"
#include "taskhost/connection_file.h"
#include "taskhost/texts.h"

namespace taskhost {

// A file when the text has a slash or ends in .json, else the connection of this name or id, else
// the file of this name that is there. A file in one of the folders of named connections is the
// connection of that name. Says on standard error when others can read a file that is kept
// elsewhere. Throws as ConnectionFile and ConnectionStore::Find.
ConnectionFile ChooseConnection(const std::string& reference,
                                const task_host::Environment& environment, Language language);

// What connect() gets for the task. Without a reference that is no account, where the task does
// without one. Throws as above, and Stop with the exit code for usage.
task_host::ConnectionSpec ConnectionFor(const std::string& reference,
                                        const task_host::Environment& environment,
                                        const task_host::Manifest& manifest,
                                        const task_host::TaskEntry& task, Language language);

}  // namespace taskhost
