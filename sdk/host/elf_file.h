// SPDX-License-Identifier: Apache-2.0
// A look at a library before the loader maps it.
#pragma once

#include <filesystem>

#include "host/sentence.h"

namespace task_host {

// Why the file cannot be a library of this machine, as far as its headers tell, or nothing. The
// loader itself does not notice that a file ends early, and the process dies of SIGBUS where it
// reads beyond.
Sentence FaultOfElfFile(const std::filesystem::path& path);

}  // namespace task_host
