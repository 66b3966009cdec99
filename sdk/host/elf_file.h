// SPDX-License-Identifier: Apache-2.0
// A look at a library before the loader maps it.
#pragma once

#include <filesystem>

#include "host/sentence.h"

namespace task_host {

// What is wrong with the file as an ELF file, or nothing. The loader does not notice that a file
// ends early, and the process dies of SIGBUS where it reads beyond. Of what is no 64-bit ELF file
// for this byte order nothing is said: the loader refuses that in its own words.
Sentence FaultOfElfFile(const std::filesystem::path& path);

}  // namespace task_host
