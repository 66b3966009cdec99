// SPDX-License-Identifier: Apache-2.0
// Makes the input of a task out of --input, --event and --set.
#pragma once

#include <string>

#include "host/json.h"
#include "host/manifest.h"
#include "taskhost/options.h"

namespace taskhost {

// The input as JSON text, ready for the plugin. Throws Stop or task_host::Error.
std::string BuildInput(const Options& options, const task_host::TaskEntry& task, Language language);

// The value of --set: JSON when the text is JSON and the schema does not say that the property is
// text, otherwise text. Where text or null is allowed, null is null and all else is text.
task_host::Json SetValue(const std::string& text, const task_host::Json* schema);

}  // namespace taskhost
