// SPDX-License-Identifier: Apache-2.0
// Owner and mode of files and folders.
#include "host/trust.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "host/error.h"
#include "host/text.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

// What is wrong with it, or nothing.
Sentence FaultOf(const fs::path& path) {
  struct stat facts;
  if (stat(path.c_str(), &facts) != 0) {
    return Sentence("cannot be examined: {}", std::generic_category().message(errno));
  }
  if (facts.st_uid != 0 && facts.st_uid != geteuid()) {
    return Sentence("belongs to another user (uid {}); only root's files and one's own are used",
                    facts.st_uid);
  }
  const bool keeps_entries = S_ISDIR(facts.st_mode) && (facts.st_mode & S_ISVTX) != 0;
  if ((facts.st_mode & S_IWOTH) == 0 || keeps_entries) return Sentence();
  return Sentence("every user can write to it; run: chmod o-w {}", ShellWord(path.string()));
}

}  // namespace

bool IsWorldWritable(const fs::path& path) {
  struct stat facts;
  return stat(path.c_str(), &facts) == 0 && (facts.st_mode & S_IWOTH) != 0;
}

void RequireTrust(const fs::path& file, const fs::path& top) {
  for (fs::path at = file;; at = at.parent_path()) {
    const Sentence fault = FaultOf(at);
    if (!fault.empty()) throw Error(Error::Kind::kManifest, at.string(), fault);
    if (at == top || at == at.root_path()) return;
  }
}

}  // namespace task_host
