// SPDX-License-Identifier: Apache-2.0
// The files of a folder as those of a bundle.
#pragma once

#include <filesystem>

#include "host/bundle/archive.h"

namespace task_host {

// All files below a folder, which follow the same rules as in an archive: regular files, and names
// that CheckEntryNames takes. No link is followed. Throws BundleError and Error.
Files ReadFolder(const std::filesystem::path& folder);

}  // namespace task_host
