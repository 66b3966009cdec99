// SPDX-License-Identifier: Apache-2.0
// What a dry run found, as people read it.
#pragma once

#include <string>

#include "host/result.h"
#include "taskhost/texts.h"

namespace taskhost {

// The requests that would go out, one below the other, and what they would change; see
// TP_REQ_DRY_RUN. An output of another form is shown as it is. Precondition: the result is ok.
std::string DryRunText(const task_host::Result& result, Language language);

}  // namespace taskhost
