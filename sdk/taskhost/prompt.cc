// SPDX-License-Identifier: Apache-2.0
// The terminal's modes, and signals as a readable descriptor while they are changed.
#include "taskhost/prompt.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <optional>
#include <string_view>

#include "host/descriptor.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/output.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

// While one lives, signals that would end the program are kept, so that no signal leaves the
// terminal without echo.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t held;
    sigemptyset(&held);
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&held, number);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
    readable_ = task_host::Descriptor(signalfd(-1, &held, SFD_CLOEXEC));
  }
  ~HeldSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  int number() const { return readable_.number(); }
  // Takes one; Ctrl-Z is not among those that end.
  bool TakeEnd() const {
    signalfd_siginfo info;
    return read(number(), &info, sizeof(info)) == sizeof(info) && info.ssi_signo != SIGTSTP;
  }

 private:
  sigset_t before_;
  task_host::Descriptor readable_{-1};
};

class WithoutEcho {
 public:
  WithoutEcho() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios without = before_;
    without.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSADRAIN, &without) == 0;
  }
  ~WithoutEcho() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }
  WithoutEcho(const WithoutEcho&) = delete;
  WithoutEcho& operator=(const WithoutEcho&) = delete;

 private:
  termios before_;
  bool changed_ = false;
};

// A terminal gives one line at a time. Nothing at the end of the input or after a signal.
std::optional<std::string> ReadLine(const HeldSignals& signals) {
  // A line of a terminal is no longer. A text that grows would leave copies of a secret behind.
  constexpr std::size_t kMaxLineBytes = 4096;
  std::string line(kMaxLineBytes, '\0');
  while (true) {
    std::array<pollfd, 2> events = {{{STDIN_FILENO, POLLIN, 0}, {signals.number(), POLLIN, 0}}};
    if (poll(events.data(), events.size(), -1) < 0 && errno != EINTR) return std::nullopt;
    if (events[1].revents != 0 && signals.TakeEnd()) return std::nullopt;
    if (events[0].revents == 0) continue;
    const ssize_t got = read(STDIN_FILENO, line.data(), line.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    line.resize(static_cast<std::size_t>(got));
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    return line;
  }
}

}  // namespace

bool CanAsk() {
  return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

std::string Ask(const std::string& question, Echo echo, Language language) {
  std::optional<std::string> line;
  {
    const HeldSignals signals;
    std::optional<WithoutEcho> without;
    // Before the question is seen, so that no answer can come too early.
    if (echo == Echo::kOff) without.emplace();
    WriteAll(STDERR_FILENO, Printable(question));
    line = ReadLine(signals);
    if (echo == Echo::kOff || !line) WriteAll(STDERR_FILENO, "\n");
  }
  if (line) return std::move(*line);
  throw Stop(kExitCancelled, TP_E_CANCELLED, "host.cancelled", Say(language, Text::kAskingEnded));
}

bool AskYesNo(const std::string& question, Language language) {
  const std::string answer =
      Ask(question + " " + Say(language, Text::kYesOrNo), Echo::kOn, language);
  const std::string_view yes = language == Language::kFrench ? "oO" : "yY";
  return !answer.empty() && yes.find(answer[0]) != std::string_view::npos;
}

}  // namespace taskhost
