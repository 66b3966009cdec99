// SPDX-License-Identifier: Apache-2.0
// Starts a program and looks at what it says.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "host/file.h"
#include "toy_folder.h"

namespace child {

struct Ending {
  int code = -1;  // exit code, or 1000 and the number of the signal
  std::string out;
  std::string err;
};

enum class Stdout { kFile, kClosed, kBrokenPipe, kFull };

struct Setup {
  std::vector<std::string> arguments;    // the first is the program
  std::vector<std::string> environment;  // NAME=value; nothing else is passed on
  std::string input;                     // of standard input
  bool close_input = false;
  Stdout output = Stdout::kFile;
};

class Child {
 public:
  explicit Child(const Setup& setup) {
    toy::WriteFile(dir_.path() / "in", setup.input);
    if (pipe2(err_, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    // The tables are made before fork(): the child calls nothing that allocates.
    std::vector<char*> arguments = Table(setup.arguments);
    std::vector<char*> environment = Table(setup.environment);
    const std::string in = (dir_.path() / "in").string();
    const std::string out = (dir_.path() / "out").string();
    pid_ = fork();
    if (pid_ == 0) {
      dup2(err_[1], STDERR_FILENO);
      close(STDIN_FILENO);
      if (!setup.close_input) open(in.c_str(), O_RDONLY);
      RedirectOutput(setup.output, out.c_str());
      execve(arguments[0], arguments.data(), environment.data());
      _exit(127);
    }
    close(err_[1]);
  }

  // Reads standard error until it holds the text.
  void ReadErrorUntil(const std::string& text) {
    while (error_.find(text) == std::string::npos) {
      char buffer[1024];
      const ssize_t got = read(err_[0], buffer, sizeof(buffer));
      if (got <= 0) throw std::runtime_error("ended without \"" + text + "\": " + error_);
      error_.append(buffer, static_cast<std::size_t>(got));
    }
  }

  void Signal(int number) { kill(pid_, number); }

  Ending Wait() {
    Ending ending;
    ending.err = error_ + task_host::ReadDescriptor(err_[0], "stderr");
    close(err_[0]);
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0) {
    }
    ending.code = WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    const toy::fs::path out = dir_.path() / "out";
    if (toy::fs::exists(out)) ending.out = task_host::ReadFile(out, std::size_t{64} << 20);
    return ending;
  }

 private:
  static std::vector<char*> Table(const std::vector<std::string>& texts) {
    std::vector<char*> table;
    for (const std::string& text : texts) table.push_back(const_cast<char*>(text.c_str()));
    table.push_back(nullptr);
    return table;
  }

  static void RedirectOutput(Stdout output, const char* file) {
    int target = -1;
    int ends[2];
    switch (output) {
      case Stdout::kFile:
        target = open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        break;
      case Stdout::kFull:
        target = open("/dev/full", O_WRONLY | O_CLOEXEC);
        break;
      case Stdout::kBrokenPipe:
        if (pipe2(ends, O_CLOEXEC) == 0) target = ends[1];
        close(ends[0]);
        break;
      case Stdout::kClosed:
        close(STDOUT_FILENO);
        return;
    }
    dup2(target, STDOUT_FILENO);
    if (target == STDIN_FILENO) close(STDIN_FILENO);
  }

  toy::TempDir dir_;
  int err_[2];
  pid_t pid_;
  std::string error_;
};

}  // namespace child
