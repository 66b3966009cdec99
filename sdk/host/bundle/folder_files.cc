// SPDX-License-Identifier: Apache-2.0
// Walks the folder and reads what it finds.
#include "host/bundle/folder_files.h"

#include <fcntl.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "host/bundle/bundle_error.h"
#include "host/bundle/entry_names.h"
#include "host/bundle/limits.h"
#include "host/descriptor.h"
#include "host/file.h"
#include "host/text.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

// The names of the files below the folder.
std::vector<std::string> NamesBelow(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().lexically_relative(folder).generic_string();
    const fs::file_status status = at->symlink_status(error);
    if (error) break;
    if (fs::is_symlink(status)) {
      RefuseFormat("bundle.link", Sentence("\"{}\" is a link.", ToUtf8(name)));
    }
    if (fs::is_directory(status)) continue;
    if (!fs::is_regular_file(status)) {
      RefuseFormat("bundle.file_type", Sentence("\"{}\" is no regular file.", ToUtf8(name)));
    }
    if (names.size() == kMaxBundleFiles) {
      RefuseFormat("bundle.too_many_files_below",
                   Sentence("The folder holds more than {} files.", kMaxBundleFiles));
    }
    names.push_back(name);
  }
  if (error) {
    throw Error(Error::Kind::kNotFound, folder.string(),
                Sentence("cannot be read: {}", error.message()));
  }
  return names;
}

}  // namespace

Files ReadFolder(const fs::path& folder) {
  const std::vector<std::string> names = NamesBelow(folder);
  CheckEntryNames(names);
  Files files;
  std::size_t room = kMaxUnpackedBytes;
  for (const std::string& name : names) {
    const fs::path path = folder / name;
    // O_NONBLOCK: a pipe that took the file's place must not stop the process.
    const Descriptor file(open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (!file.is_open()) {
      throw Error(Error::Kind::kNotFound, path.string(),
                  Sentence("cannot be read: {}", std::generic_category().message(errno)));
    }
    std::string content = ReadDescriptor(file.number(), path.string(), room);
    room -= content.size();
    files.emplace(name, std::move(content));
  }
  return files;
}

}  // namespace task_host
