// SPDX-License-Identifier: Apache-2.0
// Reading whole files with a limit.
#pragma once

#include <filesystem>
#include <string>

#include "host/json.h"

namespace task_host {

// The bytes of a file. Throws Error: kNotFound when it cannot be read, kFormat when it is longer
// than max_bytes. The text that is returned is the only copy in memory.
std::string ReadFile(const std::filesystem::path& path, std::size_t max_bytes = kMaxJsonBytes);

// The same for an open descriptor; name is for messages. Does not close it.
std::string ReadDescriptor(int descriptor, const std::string& name,
                           std::size_t max_bytes = kMaxJsonBytes);

// A JSON file; its text is wiped. Throws Error: as ReadFile, and kFormat when it is no JSON.
Json ReadJsonFile(const std::filesystem::path& path);

// Text that was read from a place with this name. Throws Error(kFormat).
Json ParseJson(const std::string& text, const std::string& name);

}  // namespace task_host
