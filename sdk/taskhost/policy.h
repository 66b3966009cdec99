// SPDX-License-Identifier: Apache-2.0
// The host's policy for create(): the environment, the command line and the file of --policy, as
// JSON.
#pragma once

#include <string>

#include "host/search_path.h"
#include "taskhost/options.h"

namespace taskhost {

// Keys whose value is not known are left out. Plugins read no environment, so that this is the one
// place where proxies, certificates and the language come from. Throws task_host::Error and Stop
// when the file is at fault.
std::string PolicyJson(const Options& options, const task_host::Environment& environment,
                       Language language);

}  // namespace taskhost
