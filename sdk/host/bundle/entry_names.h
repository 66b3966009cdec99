// SPDX-License-Identifier: Apache-2.0
// Which names the files of a bundle may have: those that mean the same file, and only one, below
// the plugin's folder on every system.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace task_host {

// Throws BundleError.
void CheckEntryName(std::string_view name);

// The same for each, and that no two of them could be one file, nor one the folder of another.
void CheckEntryNames(const std::vector<std::string>& names);

}  // namespace task_host
