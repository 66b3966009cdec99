// SPDX-License-Identifier: Apache-2.0
// From an extension's id to its table of functions.
#pragma once

#include <string_view>

#include "task_plugin.h"

namespace task_plugin {

/// The table of the extension (TP_EXT_...), or null when the plugin does not have it. Static.
const void* FindExtension(tp_plugin& object, std::string_view id);

}  // namespace task_plugin
