// SPDX-License-Identifier: Apache-2.0
// A name, an id or a file.
#include "taskhost/connection_choice.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "host/text.h"
#include "taskhost/connection_store.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/output.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

namespace fs = std::filesystem;

ConnectionFile Plain(const std::string& path, Language language) {
  ConnectionFile file(path, language);
  if (file.readable_by_others()) {
    WriteAll(STDERR_FILENO,
             Label(Text::kWarning, language) +
                 Say(language, Text::kReadableByOthers, path, task_host::ShellWord(path)) + "\n");
  }
  return file;
}

}  // namespace

ConnectionFile ChooseConnection(const std::string& reference,
                                const task_host::Environment& environment, Language language) {
  const ConnectionStore store(environment, language);
  if (reference.find('/') != std::string::npos || reference.ends_with(".json")) {
    const fs::path path = fs::absolute(reference).lexically_normal();
    const fs::path folder = path.parent_path();
    if (folder != store.own_folder() && folder != store.shared_folder()) {
      return Plain(reference, language);
    }
    return *store.Find(path.stem().string()).file;
  }
  try {
    return *store.Find(reference).file;
  } catch (const Stop& stop) {
    if (stop.exit_code() != kExitNotFound || !fs::is_regular_file(reference)) throw;
  }
  return Plain(reference, language);
}

task_host::ConnectionSpec ConnectionFor(const std::string& reference,
                                        const task_host::Environment& environment,
                                        const task_host::Manifest& manifest,
                                        const task_host::TaskEntry& task, Language language) {
  if (!reference.empty()) {
    return ChooseConnection(reference, environment, language).SpecFor(manifest, task);
  }
  const auto& types = task.connections;
  if (types.empty() || std::find(types.begin(), types.end(), "none") != types.end()) {
    return NoConnection();
  }
  std::string accepted;
  for (const std::string& type : types) accepted += (accepted.empty() ? "" : ", ") + type;
  throw Stop::Usage(Say(language, Text::kNeedsConnection, task.id, accepted));
}

}  // namespace taskhost
