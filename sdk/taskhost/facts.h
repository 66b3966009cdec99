// SPDX-License-Identifier: Apache-2.0
// How commands that run no task end well.
#pragma once

#include <string>

#include "host/json.h"
#include "taskhost/options.h"

namespace taskhost {

// Prints what was done: with --json the facts as the output of a result, else the text and a line
// feed. Gives the exit code.
int ReportFacts(const Options& options, const task_host::Json& facts, const std::string& text,
                Language language);

}  // namespace taskhost
