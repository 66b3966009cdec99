// SPDX-License-Identifier: Apache-2.0
// Loads a plugin for trial in a short-lived process, before this one does: a library that crashes,
// hangs or ends the process that loads it does so there.
//
//   Trial trial("/usr/lib/acme/task-plugin-trial", environment);
//   registry.TryOut(trial);
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "host/manifest.h"
#include "host/search_path.h"
#include "host/sentence.h"

namespace task_host {

class Trial {
 public:
  // The program task-plugin-trial, which is built beside this library, and its environment.
  Trial(std::filesystem::path program, const Environment& environment,
        std::chrono::milliseconds patience = std::chrono::seconds(10));
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  // Why the plugin cannot be loaded; nothing when it can. A library that has passed is not tried
  // again until its file changes. Throws Error(kNotFound) when the program cannot be started.
  // [any thread]
  Sentence FaultOf(const Manifest& manifest);
  // Ends the trials that run, which say so, and all later ones. [any thread]
  void Stop();

 private:
  struct Verdict;

  Verdict Run(const std::filesystem::path& folder);
  pid_t Start(const std::filesystem::path& folder, int pipe);

  const std::filesystem::path program_;
  std::vector<std::string> environment_;  // NAME=value
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::map<std::string, std::string> passed_;  // path of a library to what its file was like
  std::set<pid_t> running_;
  bool stopped_ = false;
};

}  // namespace task_host
