// SPDX-License-Identifier: Apache-2.0
// Works below an open folder, so that nobody can put another one in its place meanwhile.
#include "host/private_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "host/error.h"
#include "host/text.h"

namespace task_host {
namespace {

constexpr mode_t kOthers = 077;

std::string Reason(int number) {
  return std::generic_category().message(number);
}

// Throws when somebody else could read or change what is open.
void RequirePrivate(const Descriptor& file, mode_t type, const char* mode,
                    const std::string& path) {
  struct stat facts;
  if (fstat(file.number(), &facts) != 0) {
    throw Error(Error::Kind::kFormat, path, Sentence("cannot be examined: {}", Reason(errno)));
  }
  if ((facts.st_mode & S_IFMT) != type) {
    throw Error(Error::Kind::kFormat, path, Sentence("is no regular file"));
  }
  if (facts.st_uid != geteuid()) {
    throw Error(Error::Kind::kFormat, path,
                Sentence("belongs to another user (uid {}); secrets are kept in one's own files",
                         facts.st_uid));
  }
  if ((facts.st_mode & kOthers) != 0) {
    throw Error(Error::Kind::kFormat, path,
                Sentence("is open to other users; run: chmod {} {}", mode, ShellWord(path)));
  }
}

Descriptor OpenFolder(const std::filesystem::path& path) {
  std::error_code failure;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), failure);
  if (!failure && mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    failure = std::error_code(errno, std::generic_category());
  }
  if (failure) {
    throw Error(Error::Kind::kNotFound, path.string(),
                Sentence("cannot be made: {}", failure.message()));
  }
  Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) {
    throw Error(Error::Kind::kNotFound, path.string(),
                Sentence("cannot be opened: {}", Reason(errno)));
  }
  RequirePrivate(folder, S_IFDIR, "700", path.string());
  return folder;
}

}  // namespace

PrivateFolder::PrivateFolder(const std::filesystem::path& path)
    : path_(path), folder_(OpenFolder(path)) {}

Descriptor PrivateFolder::OpenPrivate(const std::string& name, int flags) const {
  // O_NONBLOCK: a pipe in the place of a file must not stop the process.
  constexpr int kAlways = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_RDWR;
  Descriptor file(openat(folder_.number(), name.c_str(), flags | kAlways, 0600));
  const int number = errno;
  if (file.is_open()) {
    RequirePrivate(file, S_IFREG, "600", PathOf(name));
  } else if (number == ELOOP) {
    throw Error(Error::Kind::kFormat, PathOf(name), Sentence("is no regular file"));
  } else if (number != ENOENT || (flags & O_CREAT) != 0) {
    throw Error(Error::Kind::kFormat, PathOf(name),
                Sentence("cannot be opened: {}", Reason(number)));
  }
  return file;
}

Descriptor PrivateFolder::Open(const std::string& name) const {
  return OpenPrivate(name, 0);
}

Descriptor PrivateFolder::OpenOrCreate(const std::string& name) const {
  return OpenPrivate(name, O_CREAT);
}

Descriptor PrivateFolder::Create(const std::string& name) const {
  return OpenPrivate(name, O_CREAT | O_EXCL);
}

bool PrivateFolder::Replace(const std::string& from, const std::string& to) const {
  if (renameat(folder_.number(), from.c_str(), folder_.number(), to.c_str()) != 0) {
    if (errno == ENOENT) return false;
    throw Error(Error::Kind::kFormat, PathOf(to), Sentence("cannot be written: {}", Reason(errno)));
  }
  // The file is in its place already; a file system that cannot promise more is no failure.
  fsync(folder_.number());
  return true;
}

bool PrivateFolder::Delete(const std::string& name) const {
  if (unlinkat(folder_.number(), name.c_str(), 0) == 0) return true;
  if (errno == ENOENT) return false;
  throw Error(Error::Kind::kFormat, PathOf(name), Sentence("cannot be deleted: {}", Reason(errno)));
}

Descriptor PrivateFolder::Lock() const {
  return LockWith(LOCK_EX);
}

Descriptor PrivateFolder::TryLock() const {
  return LockWith(LOCK_EX | LOCK_NB);
}

Descriptor PrivateFolder::LockWith(int operation) const {
  // Opened each time: the lock belongs to what was opened, and threads must exclude each other,
  // too.
  Descriptor lock(openat(folder_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  while (lock.is_open() && flock(lock.number(), operation) != 0) {
    if (errno == EWOULDBLOCK) return Descriptor(-1);
    if (errno != EINTR) lock = Descriptor(-1);
  }
  if (!lock.is_open()) {
    throw Error(Error::Kind::kFormat, path_.string(),
                Sentence("cannot be opened: {}", Reason(errno)));
  }
  return lock;
}

}  // namespace task_host
