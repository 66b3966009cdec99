// SPDX-License-Identifier: Apache-2.0
// fsync in the places where a machine that stops would otherwise lose something.
#include "host/bundle/durable.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "host/descriptor.h"
#include "host/error.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void ThrowCannotWrite(const fs::path& path, int number) {
  throw Error(Error::Kind::kFormat, path.string(),
              Sentence("cannot be written: {}", std::generic_category().message(number)));
}

// Writes all, with this mode whatever the umask says.
void Fill(const Descriptor& file, std::string_view content, mode_t mode, const fs::path& path) {
  if (!file.is_open() || fchmod(file.number(), mode) != 0) ThrowCannotWrite(path, errno);
  while (!content.empty()) {
    const ssize_t written = write(file.number(), content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) ThrowCannotWrite(path, errno);
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fsync(file.number()) != 0) ThrowCannotWrite(path, errno);
}

}  // namespace

void WriteNewFile(const fs::path& path, std::string_view content) {
  const Descriptor file(
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
  Fill(file, content, 0644, path);
}

void ReplaceFile(const fs::path& path, std::string_view content, bool is_secret) {
  // Hidden, so that nobody takes it for more than it is when the process ends meanwhile.
  std::string temporary =
      (path.parent_path() / ("." + path.filename().string())).string() + ".XXXXXX";
  const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));
  try {
    Fill(file, content, is_secret ? 0600 : 0644, path);
    MoveOver(temporary, path);
  } catch (const Error&) {
    unlink(temporary.c_str());
    throw;
  }
}

void MakeFolder(const fs::path& path) {
  if (mkdir(path.c_str(), 0755) != 0 || chmod(path.c_str(), 0755) != 0) {
    ThrowCannotWrite(path, errno);
  }
}

void MoveNew(const fs::path& from, const fs::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    SyncFolder(to.parent_path());
    return;
  }
  ThrowCannotWrite(to, errno);
}

void MoveOver(const fs::path& from, const fs::path& to) {
  if (rename(from.c_str(), to.c_str()) != 0) ThrowCannotWrite(to, errno);
  SyncFolder(to.has_parent_path() ? to.parent_path() : ".");
}

void SyncFolder(const fs::path& folder) {
  const Descriptor open_folder(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // A file system that cannot promise more is no failure.
  if (open_folder.is_open()) fsync(open_folder.number());
}

}  // namespace task_host
