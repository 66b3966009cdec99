// SPDX-License-Identifier: Apache-2.0
// How a second signal ends the program: before a task, while it runs, and after it.
#include "taskhost/interrupt.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "host/file.h"

using taskhost::InterruptWatcher;

namespace {

constexpr char kSentence[] = "Left without waiting; the task may have been done.\n";

struct Ending {
  int code;
  std::string err;
};

// A child process with a watcher, on which the body runs.
class Child {
 public:
  template <typename Body>
  explicit Child(Body body) {
    int ends[2];
    REQUIRE(pipe(ends) == 0);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDERR_FILENO);
      close(ends[1]);
      InterruptWatcher watcher(taskhost::Language::kEnglish);
      body(watcher);
      _exit(0);
    }
    close(ends[1]);
    err_ = ends[0];
  }

  pid_t pid() const { return pid_; }
  void ReadByte() {
    char byte;
    REQUIRE(read(err_, &byte, 1) == 1);
  }
  Ending Wait() {
    Ending ending{-1, task_host::ReadDescriptor(err_, "stderr")};
    close(err_);
    int status = 0;
    REQUIRE(waitpid(pid_, &status, 0) == pid_);
    REQUIRE(WIFEXITED(status));
    ending.code = WEXITSTATUS(status);
    return ending;
  }

 private:
  pid_t pid_;
  int err_;
};

[[noreturn]] void InterruptUntilTheEnd() {
  while (true) kill(getpid(), SIGINT);
}

}  // namespace

TEST_CASE("before the task nothing has been done") {
  const Ending ending = Child([](InterruptWatcher&) { InterruptUntilTheEnd(); }).Wait();
  CHECK(ending.code == 130);
  CHECK(ending.err.empty());
}

TEST_CASE("once it has begun it may have been done, also while its end is tidied up") {
  for (const bool after : {false, true}) {
    const Ending ending = Child([after](InterruptWatcher& watcher) {
                            const auto cancel = [] { return true; };
                            { const InterruptWatcher::CancelScope scope(watcher, cancel); }
                            if (after) InterruptUntilTheEnd();
                            const InterruptWatcher::CancelScope scope(watcher, cancel);
                            InterruptUntilTheEnd();
                          }).Wait();
    CHECK(ending.code == 80);
    CHECK(ending.err == kSentence);
  }
}

TEST_CASE("two signals that wait together are both heard before the task is asked") {
  Child child([](InterruptWatcher& watcher) {
    const InterruptWatcher::CancelScope scope(watcher, []() -> bool { _exit(1); });
    if (write(STDERR_FILENO, "r", 1) != 1) _exit(2);
    while (true) pause();
  });
  child.ReadByte();
  kill(child.pid(), SIGSTOP);
  int status = 0;
  REQUIRE(waitpid(child.pid(), &status, WUNTRACED) == child.pid());
  REQUIRE(WIFSTOPPED(status));
  for (const int number : {SIGINT, SIGTERM, SIGCONT}) kill(child.pid(), number);
  const Ending ending = child.Wait();
  CHECK(ending.code == 80);
  CHECK(ending.err == kSentence);
}

TEST_CASE("work of many tasks hears of two signals, and the third ends the program") {
  Child child([](InterruptWatcher& watcher) {
    const InterruptWatcher::CancelScope scope(
        watcher,
        [] {
          if (write(STDERR_FILENO, "1", 1) != 1) _exit(2);
          return true;
        },
        [] {
          if (write(STDERR_FILENO, "2", 1) != 1) _exit(2);
        });
    if (write(STDERR_FILENO, "r", 1) != 1) _exit(2);
    while (true) pause();
  });
  child.ReadByte();
  kill(child.pid(), SIGINT);
  child.ReadByte();  // "1"
  kill(child.pid(), SIGINT);
  child.ReadByte();  // "2"
  kill(child.pid(), SIGINT);
  const Ending ending = child.Wait();
  CHECK(ending.code == 80);
  CHECK(ending.err.ends_with(kSentence));
}
