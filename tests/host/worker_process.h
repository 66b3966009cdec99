// SPDX-License-Identifier: Apache-2.0
// A running program, token_worker as a rule: what it says line by line, and signals to it.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tokens {

class WorkerProcess {
 public:
  explicit WorkerProcess(std::vector<std::string> arguments)
      : WorkerProcess(TOKEN_WORKER, std::move(arguments)) {}
  WorkerProcess(const std::string& program, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), program);
    std::vector<char*> table;
    for (std::string& argument : arguments) table.push_back(argument.data());
    table.push_back(nullptr);
    int in[2];
    int out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
      throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    const int failure =
        posix_spawn(&pid_, program.c_str(), &actions, nullptr, table.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    input_ = in[1];
    output_ = out[0];
    if (failure != 0) throw std::runtime_error("no process");
  }
  ~WorkerProcess() {
    if (pid_ > 0) {
      Signal(SIGKILL);
      Wait();
    }
    close(input_);
    close(output_);
  }
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  void Signal(int number) { kill(pid_, number); }
  void WaitUntilStopped() {
    int status = 0;
    waitpid(pid_, &status, WUNTRACED);
    if (!WIFSTOPPED(status)) throw std::runtime_error("did not stop");
  }
  // The exit code, or 1000 and the number of the signal.
  int Wait() {
    int status = 0;
    waitpid(pid_, &status, 0);
    pid_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  void Say(const std::string& line) {
    const std::string text = line + "\n";
    if (write(input_, text.data(), text.size()) < 0) throw std::runtime_error("no reader");
  }
  // The next line, or "" at the end of all.
  std::string ReadLine() {
    while (buffer_.find('\n') == std::string::npos) {
      if (!ReadMore()) return "";
    }
    const std::size_t end = buffer_.find('\n');
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    return line;
  }
  // Lets the process run for so long while it says something or nothing; true when it has ended.
  bool ReadFor(std::chrono::microseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (true) {
      const auto left = end - std::chrono::steady_clock::now();
      if (left <= left.zero()) return false;
      const timespec wait = {0, std::chrono::nanoseconds(left).count()};
      pollfd ready = {output_, POLLIN, 0};
      if (ppoll(&ready, 1, &wait, nullptr) == 1 && !ReadMore()) return true;
    }
  }

 private:
  bool ReadMore() {
    char piece[4096];
    const ssize_t got = read(output_, piece, sizeof piece);
    if (got > 0) buffer_.append(piece, static_cast<std::size_t>(got));
    return got > 0;
  }

  pid_t pid_ = 0;
  int input_ = -1;
  int output_ = -1;
  std::string buffer_;
};

}  // namespace tokens
