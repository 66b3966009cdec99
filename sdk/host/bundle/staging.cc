// SPDX-License-Identifier: Apache-2.0
// The lock is that of the place's folder itself: nothing is left of it when the process ends.
#include "host/bundle/staging.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>

#include <cerrno>
#include <set>
#include <system_error>

#include "host/bundle/durable.h"
#include "host/error.h"
#include "host/trust.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = ".taskplugin-";

// The place without symbolic links, made when it is not there.
fs::path Prepared(const fs::path& place) {
  std::error_code error;
  fs::create_directories(place, error);
  fs::path real = error ? fs::path() : fs::canonical(place, error);
  if (error) {
    throw Error(Error::Kind::kNotFound, place.string(),
                Sentence("cannot be made: {}", error.message()));
  }
  RequireTrust(real, real);
  if (IsWorldWritable(real)) {
    throw Error(Error::Kind::kManifest, place.string(), Sentence("every user can write to it"));
  }
  return real;
}

Descriptor Locked(const fs::path& place) {
  Descriptor folder(open(place.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  while (folder.is_open() && flock(folder.number(), LOCK_EX) != 0) {
    if (errno != EINTR) folder = Descriptor(-1);
  }
  if (!folder.is_open()) {
    throw Error(Error::Kind::kNotFound, place.string(),
                Sentence("cannot be opened: {}", std::generic_category().message(errno)));
  }
  return folder;
}

// With the lock, everything of this kind is of a process that is gone.
void RemoveLeftovers(const fs::path& place) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(place, ignored)) {
    if (entry.path().filename().string().starts_with(kPrefix)) {
      fs::remove_all(entry.path(), ignored);
    }
  }
}

fs::path MakeHidden(const fs::path& place) {
  std::string pattern = (place / (std::string(kPrefix) + "XXXXXX")).string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw Error(Error::Kind::kNotFound, place.string(),
                Sentence("cannot be written: {}", std::generic_category().message(errno)));
  }
  return pattern;
}

}  // namespace

Staging::Staging(const fs::path& place) : place_(Prepared(place)), lock_(Locked(place_)) {
  RemoveLeftovers(place_);
  folder_ = MakeHidden(place_);
}

Staging::~Staging() {
  std::error_code ignored;  // the next one tries again
  fs::remove_all(folder_, ignored);
}

fs::path Staging::Write(const Files& files, const std::string& id,
                        const std::string& version) const {
  fs::path top = folder_ / id / version;
  MakeFolder(folder_ / id);
  MakeFolder(top);
  std::set<fs::path> folders = {folder_ / id, top};
  for (const auto& [name, content] : files) {
    fs::path folder = top;
    for (const fs::path& part : fs::path(name).parent_path()) {
      folder /= part;
      if (folders.insert(folder).second) MakeFolder(folder);
    }
    WriteNewFile(top / name, content);
  }
  for (const fs::path& folder : folders) SyncFolder(folder);
  return top;
}

void Staging::TakeAway(const fs::path& path) const {
  MoveNew(path, folder_ / "gone");
  SyncFolder(path.parent_path());
}

}  // namespace task_host
