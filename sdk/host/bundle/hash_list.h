// SPDX-License-Identifier: Apache-2.0
// META/files.sha256: every file of a bundle with its SHA-256, sorted by name. It is what is signed,
// so that a signature stands for all files and can be checked before any of them is looked at.
#pragma once

#include <string>
#include <string_view>

#include "host/bundle/archive.h"

namespace task_host {

inline constexpr std::string_view kHashListName = "META/files.sha256";
inline constexpr std::string_view kSignatureName = "META/files.sha256.minisig";

// The list of all files but itself and its signature. sha256sum can check it.
std::string MakeHashList(const Files& files);

// Throws BundleError unless the list is exactly that of the files.
void CheckHashList(const Files& files);

}  // namespace task_host
