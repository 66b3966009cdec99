// SPDX-License-Identifier: Apache-2.0
// The host's policy for create(): the environment and the command line, as JSON.
#pragma once

#include <string>

#include "host/search_path.h"
#include "taskhost/options.h"

namespace taskhost {

// Keys whose value is not known are left out. Plugins read no environment, so that this is the one
// place where proxies, certificates and the language come from.
std::string PolicyJson(const Options& options, const task_host::Environment& environment,
                       Language language);

}  // namespace taskhost
