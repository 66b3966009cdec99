// SPDX-License-Identifier: Apache-2.0
// Modes, locks and atomic writes.
#include "taskhost/connection_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "host/error.h"
#include "host/file.h"
#include "host/text.h"
#include "host/trust.h"
#include "host/wipe.h"
#include "taskhost/format.h"
#include "taskhost/host_texts.h"
#include "taskhost/output.h"
#include "taskhost/random_text.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

namespace fs = std::filesystem;
using task_host::Json;

constexpr std::string_view kSuffix = ".json";
constexpr std::string_view kUnfinished = ".tmp";

// Unlike create_directories(), which leaves it to the umask who may look into them.
void MakeFolders(const fs::path& path) {
  if (path.has_relative_path() && !fs::exists(path.parent_path())) MakeFolders(path.parent_path());
  if (mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    throw std::system_error(errno, std::generic_category());
  }
}

// Makes entries that came or went last for good.
void SyncFolder(const fs::path& path) {
  const Descriptor folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) fsync(folder.number());
}

}  // namespace

std::vector<std::string> ConnectionFolder::Names() const {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator at(path_, error);
  if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory) {
    return names;
  }
  for (const fs::directory_iterator end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name[0] == '.' || !name.ends_with(kSuffix)) continue;
    names.push_back(name.substr(0, name.size() - kSuffix.size()));
  }
  if (error) ThrowSystem(path_, error.value());
  std::sort(names.begin(), names.end());
  return names;
}

Json ConnectionFolder::Read(const fs::path& file) const {
  CheckFolder();
  // A pipe in the place of a file would keep open() waiting.
  const Descriptor from(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!from) {
    if (errno == ENOENT) return Json();
    ThrowSystem(file, errno);
  }
  CheckFile(file, from.number());
  try {
    std::string text = task_host::ReadDescriptor(from.number(), file.string());
    const task_host::WipeAtEnd wipe(text);
    return task_host::ParseJson(text, file.string());
  } catch (const task_host::Error& error) {
    throw Stop::Connection(Say(language_, error.sentence()));
  }
}

void ConnectionFolder::CheckFolder() const {
  struct stat facts;
  if (stat(path_.c_str(), &facts) != 0) return;
  try {
    task_host::RequireTrust(fs::canonical(path_), path_.root_path());
  } catch (const task_host::Error& error) {
    throw Stop::Connection(Say(language_, error.sentence()));
  }
  if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    throw Stop::Connection(Say(language_, Text::kFolderOpenToOthers, path_.string(),
                               task_host::ShellWord(path_.string())));
  }
}

void ConnectionFolder::CheckFile(const fs::path& file, int descriptor) const {
  struct stat facts;
  if (fstat(descriptor, &facts) != 0) ThrowSystem(file, errno);
  if (!S_ISREG(facts.st_mode)) throw Stop::Connection(Say(language_, Text::kNoFile, file.string()));
  if (facts.st_uid != 0 && facts.st_uid != geteuid()) {
    throw Stop::Connection(Say(language_, Text::kFileOfOthers, file.string(), facts.st_uid));
  }
  const bool own = kind_ == Kind::kOwn;
  const mode_t refused = own ? S_IRWXG | S_IRWXO : S_IWGRP | S_IXGRP | S_IRWXO;
  if ((facts.st_mode & refused) != 0) {
    throw Stop::Connection(Say(language_, own ? Text::kOpenToOthers : Text::kOpenToAll,
                               file.string(), task_host::ShellWord(file.string())));
  }
}

void ConnectionFolder::ThrowSystem(const fs::path& file, int number) const {
  throw Stop::Connection(Say(language_, Text::kSystemSays, file.string(),
                             std::generic_category().message(number)));
}

ConnectionFolder::Lock::Lock(const ConnectionFolder& folder) : folder_(folder) {
  try {
    MakeFolders(folder.path_);
  } catch (const std::system_error& error) {
    folder.ThrowSystem(folder.path_, error.code().value());
  }
  folder.CheckFolder();
  const fs::path file = folder.path_ / ".lock";
  lock_ = Descriptor(
      open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!lock_) folder.ThrowSystem(file, errno);
  while (flock(lock_.number(), LOCK_EX) != 0) {
    if (errno != EINTR) folder.ThrowSystem(file, errno);
  }
  // What a process left behind that was killed while it wrote; nobody writes now.
  std::error_code ignored;
  for (fs::directory_iterator at(folder.path_, ignored), end; !ignored && at != end;
       at.increment(ignored)) {
    const std::string name = at->path().filename().string();
    if (name[0] == '.' && name.ends_with(kUnfinished)) unlink(at->path().c_str());
  }
}

void ConnectionFolder::Lock::Write(const fs::path& file, const Json& document) {
  std::string text = document.SerializePretty() + "\n";
  const task_host::WipeAtEnd wipe(text);
  const fs::path unfinished = folder_.path_ / ("." + RandomText(9) + std::string(kUnfinished));
  int number = 0;
  {
    const Descriptor to(
        open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!to || !WriteAll(to.number(), text) || fsync(to.number()) != 0) number = errno;
  }
  if (number == 0 && rename(unfinished.c_str(), file.c_str()) != 0) number = errno;
  if (number != 0) {
    unlink(unfinished.c_str());
    folder_.ThrowSystem(file, number);
  }
  SyncFolder(folder_.path_);
}

void ConnectionFolder::Lock::Move(const fs::path& from, const fs::path& to) {
  if (rename(from.c_str(), to.c_str()) != 0) folder_.ThrowSystem(from, errno);
  SyncFolder(folder_.path_);
}

void ConnectionFolder::Lock::Delete(const fs::path& file) {
  if (unlink(file.c_str()) != 0 && errno != ENOENT) folder_.ThrowSystem(file, errno);
  SyncFolder(folder_.path_);
}

}  // namespace taskhost
