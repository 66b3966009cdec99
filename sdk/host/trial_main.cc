// SPDX-License-Identifier: Apache-2.0
// task-plugin-trial FOLDER: loads the plugin in that folder and says whether that went well. Not
// for people; trial.h starts it.
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <string>

#include "host/manifest.h"
#include "host/plugin.h"
#include "host/trial_verdict.h"

namespace {

std::string Verdict(const char* folder) {
  try {
    task_host::Plugin::Load(task_host::LoadManifest(folder));
    return std::string(task_host::kPassed);
  } catch (const std::exception& error) {
    return std::string(task_host::kFault) + error.what();
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 64;
  // Nobody waits for it any more, and nobody looks at the memory of what crashes here.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  const std::string verdict = Verdict(argv[1]);
  const ssize_t written = write(task_host::kVerdictDescriptor, verdict.data(), verdict.size());
  // The verdict is about loading: no exit handler of the library comes into it.
  _exit(written == static_cast<ssize_t>(verdict.size()) ? 0 : 1);
}
