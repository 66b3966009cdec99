// SPDX-License-Identifier: Apache-2.0
// Starting task-plugin-trial, hearing its verdict, and judging its end when there is none.
#include "host/trial.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "host/descriptor.h"
#include "host/error.h"
#include "host/trial_verdict.h"

namespace task_host {
namespace {

using Clock = std::chrono::steady_clock;

// What changes when somebody puts another file in the place of this one; "" when there is none.
std::string Likeness(const std::filesystem::path& file) {
  struct stat facts {};
  if (stat(file.c_str(), &facts) != 0) return std::string();
  std::string likeness;
  for (const auto number :
       {std::uint64_t{facts.st_dev}, std::uint64_t{facts.st_ino},
        static_cast<std::uint64_t>(facts.st_size), static_cast<std::uint64_t>(facts.st_mtim.tv_sec),
        static_cast<std::uint64_t>(facts.st_mtim.tv_nsec)}) {
    likeness += std::to_string(number) + " ";
  }
  return likeness;
}

// The attributes and file actions of posix_spawn(), which have to be given back.
class SpawnPlan {
 public:
  // The child has the verdict's descriptor, nothing else that is open here, and signals as a
  // program expects them.
  explicit SpawnPlan(int pipe) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawnattr_init(&attributes_);
    posix_spawn_file_actions_adddup2(&actions_, pipe, kVerdictDescriptor);
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      posix_spawn_file_actions_addopen(&actions_, standard, "/dev/null", O_RDWR, 0);
    }
    posix_spawn_file_actions_addclosefrom_np(&actions_, kVerdictDescriptor + 1);
    sigset_t signals;
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

// Everything up to the end of the pipe; false when that does not come in time.
bool ReadUntil(Clock::time_point end, int pipe, std::string& text) {
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd wait{pipe, POLLIN, 0};
    const int ready = left <= 0 ? 0 : poll(&wait, 1, static_cast<int>(left));
    if (ready == 0) return false;
    char bytes[4096];
    const ssize_t got = ready < 0 ? -1 : read(pipe, bytes, sizeof(bytes));
    if (got == 0) return true;
    if (got > 0) text.append(bytes, static_cast<std::size_t>(got));
    if (got < 0 && errno != EINTR) return true;
  }
}

// Where the program ignores SIGCHLD nobody learns how a child has ended.
Sentence FaultOfEnd(pid_t pid) {
  int status = 0;
  pid_t ended = -1;
  do {
    ended = waitpid(pid, &status, 0);
  } while (ended < 0 && errno == EINTR);
  if (ended == pid && WIFSIGNALED(status)) {
    const char* name = sigdescr_np(WTERMSIG(status));
    return Sentence("the library crashes the process that loads it: {}",
                    std::string_view(name == nullptr ? "?" : name));
  }
  return Sentence("the library ends the process that loads it");
}

}  // namespace

struct Trial::Verdict {
  bool in_time;
  std::string text;
  Sentence fault_of_end;  // how a process without a verdict has ended
};

Trial::Trial(std::filesystem::path program, const Environment& environment,
             std::chrono::milliseconds patience)
    : program_(std::move(program)), patience_(patience) {
  for (const auto& [name, value] : environment.variables) {
    environment_.push_back(name);
    environment_.back().append("=").append(value);
  }
}

pid_t Trial::Start(const std::filesystem::path& folder, int pipe) {
  std::string program = program_.string();
  std::string argument = folder.string();
  char* arguments[] = {program.data(), argument.data(), nullptr};
  std::vector<char*> environment;
  for (std::string& variable : environment_) environment.push_back(variable.data());
  environment.push_back(nullptr);
  const SpawnPlan plan(pipe);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stopped_) return 0;
  pid_t pid = 0;
  const int failure = posix_spawn(&pid, program.c_str(), plan.actions(), plan.attributes(),
                                  arguments, environment.data());
  if (failure != 0) {
    throw Error(Error::Kind::kNotFound, program_.string(),
                Sentence("cannot be started: {}", std::generic_category().message(failure)));
  }
  running_.insert(pid);
  return pid;
}

Trial::Verdict Trial::Run(const std::filesystem::path& folder) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    throw Error(Error::Kind::kNotFound, program_.string(),
                Sentence("cannot be started: {}", std::generic_category().message(errno)));
  }
  const Descriptor reading(ends[0]);
  pid_t pid = 0;
  {
    const Descriptor writing(ends[1]);
    pid = Start(folder, writing.number());
  }
  Verdict verdict{};
  if (pid == 0) return verdict;
  verdict.in_time = ReadUntil(Clock::now() + patience_, reading.number(), verdict.text);
  if (!verdict.in_time) kill(pid, SIGKILL);
  {
    // Before its number can be another process's.
    const std::lock_guard<std::mutex> lock(mutex_);
    running_.erase(pid);
    if (stopped_) verdict.in_time = false;
  }
  verdict.fault_of_end = FaultOfEnd(pid);
  return verdict;
}

Sentence Trial::FaultOf(const Manifest& manifest) {
  const std::string library = manifest.library.string();
  const std::string likeness = Likeness(manifest.library);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto passed = passed_.find(library);
    if (passed != passed_.end() && passed->second == likeness) return Sentence();
  }
  const Verdict verdict = Run(manifest.folder);
  if (verdict.text == kPassed) {
    const std::lock_guard<std::mutex> lock(mutex_);
    passed_[library] = likeness;
    return Sentence();
  }
  // What is wrong without being dangerous, in the words of Plugin::Load().
  if (verdict.text.starts_with(kFault)) {
    return Sentence::Verbatim(verdict.text.substr(kFault.size()));
  }
  const Sentence fault = verdict.in_time ? verdict.fault_of_end
                                         : Sentence("the library is not loaded after {} ms",
                                                    static_cast<std::int64_t>(patience_.count()));
  return Sentence("{}: {}", library, fault);
}

void Trial::Stop() {
  const std::lock_guard<std::mutex> lock(mutex_);
  stopped_ = true;
  for (const pid_t pid : running_) kill(pid, SIGKILL);
}

}  // namespace task_host
