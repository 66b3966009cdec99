// SPDX-License-Identifier: Apache-2.0
// What stands in one place of the search path. Reads manifests, runs nothing, hides nothing.
#pragma once

#include <filesystem>
#include <set>
#include <vector>

#include "host/registry.h"

namespace task_host {

// Every plugin below the place, usable or broken, sorted by path. What should be a plugin and
// cannot be read as one (a folder without permission, a link that leads nowhere, a plugin without
// the level of its version) is an entry with its reason. Adds the real path of each folder to seen
// and leaves out those that were in it. Writes the place's note.
std::vector<PluginEntry> Scan(SearchPlace& place, std::set<std::filesystem::path>& seen);

}  // namespace task_host
