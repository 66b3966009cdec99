// SPDX-License-Identifier: Apache-2.0
// Who else could have changed a file. A plugin is code: whoever can write to its files runs as the
// user of this process.
#pragma once

#include <filesystem>

namespace task_host {

// Can every user of the machine write to it? Then nobody can vouch for what is in it.
bool IsWorldWritable(const std::filesystem::path& path);

// Refuses a file when it, or a folder from it up to and including top, belongs to somebody other
// than root and the user of this process, or can be written to by every user. Members of its group
// may write. A folder that is open to all is accepted with the sticky bit, since nobody can replace
// there what belongs to somebody else. top holds the file, and both are free of symbolic links.
// Throws Error(kManifest) that names what is at fault.
void RequireTrust(const std::filesystem::path& file, const std::filesystem::path& top);

}  // namespace task_host
