// SPDX-License-Identifier: Apache-2.0
// Settings and credentials of a new connection: from arguments, standard input and the terminal.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "host/json.h"
#include "taskhost/connection_fields.h"
#include "taskhost/options.h"

namespace taskhost {

struct ConnectionParts {
  task_host::Json settings{task_host::Json::Object()};
  task_host::Json credentials{task_host::Json::Object()};
};

// Takes --set, the object of --credentials -, and, when neither that nor a pipe takes the
// terminal's place, what the person answers. Throws Stop with the exit code for usage when a secret
// stands in an argument, a field is unknown, or something is missing and nobody can be asked.
ConnectionParts FillForm(const Options& options, const std::vector<ConnectionField>& fields,
                         Language language);

// One of some ids, each with a title, that the person chooses.
std::string AskForOne(const std::string& title,
                      const std::vector<std::pair<std::string, std::string>>& choices,
                      Language language);

}  // namespace taskhost
