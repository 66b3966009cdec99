// SPDX-License-Identifier: Apache-2.0
// Files and renames that are on the disk when the call returns.
#pragma once

#include <filesystem>
#include <string_view>

namespace task_host {

// Every function throws Error that names the path when the system fails.

// A new file that everybody may read, with its content on the disk.
void WriteNewFile(const std::filesystem::path& path, std::string_view content);
// Puts a file into the place of another one, in one step. For the owner alone when is_secret.
void ReplaceFile(const std::filesystem::path& path, std::string_view content,
                 bool is_secret = false);
// A new folder that everybody may enter.
void MakeFolder(const std::filesystem::path& path);
// In one step; there must be nothing at the new path.
void MoveNew(const std::filesystem::path& from, const std::filesystem::path& to);
// In one step, over what is at the new path.
void MoveOver(const std::filesystem::path& from, const std::filesystem::path& to);
// What the folder lists.
void SyncFolder(const std::filesystem::path& folder);

}  // namespace task_host
