// SPDX-License-Identifier: Apache-2.0
// Opening a plugin's library and finding its one symbol.
#pragma once

#include <filesystem>

#include "task_plugin.h"

namespace task_host {

using EntryFunction = const tp_entry*(TP_CALL*)();

// Loads with all symbols bound now, none of them visible to other libraries, and for the life of
// the process: a plugin is never unloaded. The path must be absolute. Throws Error(kLibrary) when
// the library cannot be loaded or has no tp_plugin_entry_v1.
EntryFunction LoadEntryFunction(const std::filesystem::path& path);

}  // namespace task_host
