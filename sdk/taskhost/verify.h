// SPDX-License-Identifier: Apache-2.0
// What a connection can do, as the plugin found.
#pragma once

#include <string>

#include "host/manifest.h"
#include "host/result.h"
#include "taskhost/session.h"
#include "taskhost/texts.h"

namespace taskhost {

// Asks the plugin.
task_host::Result AskToVerify(Session& session);

// A line for each thing that was looked at; of a success without such a report: account, user and
// tasks.
std::string VerifyText(const task_host::Result& result, const task_host::Manifest& manifest,
                       Language language);

}  // namespace taskhost
