// SPDX-License-Identifier: Apache-2.0
// The user's own private folder, and the administrator's files that a group may read.
#include "taskhost/connection_folder.h"

#include <fcntl.h>
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
using task_host::Descriptor;
using task_host::Json;
using task_host::PrivateFolder;

constexpr std::string_view kSuffix = ".json";
constexpr std::string_view kUnfinished = ".tmp";

// Does the work; what the host library says against it becomes the end of the command.
template <typename Work>
auto OrStop(Language language, const Work& work) {
  try {
    return work();
  } catch (const task_host::Error& error) {
    throw Stop::Connection(Say(language, error.sentence()));
  }
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

Json ConnectionFolder::Read(const std::string& file) const {
  std::error_code unreadable;
  if (!fs::exists(path_, unreadable)) return Json();
  return OrStop(language_, [&] {
    const Descriptor from =
        kind_ == Kind::kOwn ? PrivateFolder(path_).Open(file) : OpenShared(path_ / file);
    if (!from.is_open()) return Json();
    const std::string name = (path_ / file).string();
    std::string text = task_host::ReadDescriptor(from.number(), name);
    const task_host::WipeAtEnd wipe(text);
    return task_host::ParseJson(text, name);
  });
}

Descriptor ConnectionFolder::OpenShared(const fs::path& file) const {
  std::error_code error;
  const fs::path real = fs::canonical(file, error);
  if (error) ThrowSystem(file, error.value());
  task_host::RequireTrust(real, real.root_path());
  // A pipe in the place of a file would keep open() waiting.
  Descriptor from(open(real.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!from.is_open()) ThrowSystem(file, errno);
  struct stat facts;
  if (fstat(from.number(), &facts) != 0) ThrowSystem(file, errno);
  if (!S_ISREG(facts.st_mode)) throw Stop::Connection(Say(language_, Text::kNoFile, file.string()));
  if ((facts.st_mode & (S_IWGRP | S_IRWXO)) != 0) {
    throw Stop::Connection(
        Say(language_, Text::kOpenToAll, file.string(), task_host::ShellWord(file.string())));
  }
  return from;
}

void ConnectionFolder::ThrowSystem(const fs::path& file, int number) const {
  throw Stop::Connection(
      Say(language_, Text::kSystemSays, file.string(), std::generic_category().message(number)));
}

ConnectionFolder::Lock::Lock(const ConnectionFolder& folder)
    : own_(folder),
      folder_(OrStop(folder.language_, [&] { return PrivateFolder(folder.path_); })),
      lock_(OrStop(folder.language_, [&] { return folder_.Lock(); })) {
  // What a process left behind that was killed while it wrote; nobody writes now.
  std::error_code ignored;
  for (fs::directory_iterator at(folder.path_, ignored), end; !ignored && at != end;
       at.increment(ignored)) {
    const std::string name = at->path().filename().string();
    if (name[0] == '.' && name.ends_with(kUnfinished)) unlink(at->path().c_str());
  }
}

void ConnectionFolder::Lock::Write(const std::string& file, const Json& document) {
  std::string text = document.SerializePretty() + "\n";
  const task_host::WipeAtEnd wipe(text);
  const std::string unfinished = "." + RandomText(9) + std::string(kUnfinished);
  OrStop(own_.language_, [&] {
    const Descriptor to = folder_.Create(unfinished);
    if (!WriteAll(to.number(), text) || fsync(to.number()) != 0) {
      const int number = errno;
      folder_.Delete(unfinished);
      own_.ThrowSystem(own_.path_ / file, number);
    }
    folder_.Replace(unfinished, file);
  });
}

void ConnectionFolder::Lock::Move(const std::string& from, const std::string& to) {
  OrStop(own_.language_, [&] { folder_.Replace(from, to); });
}

void ConnectionFolder::Lock::Delete(const std::string& file) {
  OrStop(own_.language_, [&] { folder_.Delete(file); });
}

}  // namespace taskhost
