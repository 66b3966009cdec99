// SPDX-License-Identifier: Apache-2.0
// The names that --set gives values to.
#pragma once

#include "host/json.h"
#include "taskhost/options.h"

namespace taskhost {

// Throws Stop with the exit code for usage when --set names a field that the schema does not have
// and admits no others; with the nearest names. What depends on the account as a whole is not
// known before it is asked.
void CheckSetNames(const Options& options, const task_host::Json& schema, Language language);

}  // namespace taskhost
