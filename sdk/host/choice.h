// SPDX-License-Identifier: Apache-2.0
// Which of the versions of a plugin in one place counts, where it is not simply the highest.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace task_host {

// Beside the folders of versions, in the folder of the plugin. Hosts that do not know it skip it.
inline constexpr char kChoiceName[] = "@current.json";

// The versions in the order in which they are wanted: the first that is there counts, and those
// after it are what a rollback goes back to. One that is not there is no fault: so a version can be
// named before it is moved into its place, and be removed, in one step. Empty without a choice.
// Throws Error.
std::vector<std::string> ReadChoice(const std::filesystem::path& plugin_folder);

}  // namespace task_host
