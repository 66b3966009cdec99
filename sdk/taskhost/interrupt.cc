// SPDX-License-Identifier: Apache-2.0
// Signals as readable descriptors: nothing runs in a signal handler.
#include "taskhost/interrupt.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <utility>

#include "taskhost/exit_code.h"

namespace taskhost {
namespace {

// How often to ask again when the plugin does not know the operation yet.
constexpr int kAskAgainMs = 20;

sigset_t Watched() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

InterruptWatcher::InterruptWatcher(Language language)
    : warning_(std::string(TextOf(Text::kLeftWithoutWaiting, language)) + "\n"),
      stop_(eventfd(0, EFD_CLOEXEC)) {
  const sigset_t watched = Watched();
  pthread_sigmask(SIG_BLOCK, &watched, &before_);
  signals_ = signalfd(-1, &watched, SFD_CLOEXEC);
  thread_ = std::thread([this] { Run(); });
}

InterruptWatcher::~InterruptWatcher() {
  const std::uint64_t one = 1;
  if (write(stop_, &one, sizeof(one)) == sizeof(one)) thread_.join();
  close(signals_);
  close(stop_);
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void InterruptWatcher::SetCancel(Cancel cancel, std::function<void()> again) {
  const std::lock_guard<std::mutex> lock(mutex_);
  begun_ = begun_ || cancel;
  cancel_ = std::move(cancel);
  again_ = std::move(again);
}

bool InterruptWatcher::TellAgain() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!again_) return false;
  std::exchange(again_, nullptr)();
  return true;
}

bool InterruptWatcher::TryCancel() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return cancel_ && cancel_();
}

void InterruptWatcher::LeaveAtOnce() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!begun_) _exit(kExitCancelled);
  // Nobody waits for the task's end or prints it any more, so nobody can say what it has done.
  [[maybe_unused]] const auto written = write(STDERR_FILENO, warning_.data(), warning_.size());
  _exit(kExitUnknownOutcome);
}

void InterruptWatcher::Run() {
  int wait_ms = -1;
  while (true) {
    pollfd events[] = {{signals_, POLLIN, 0}, {stop_, POLLIN, 0}};
    poll(events, 2, wait_ms);
    if ((events[1].revents & POLLIN) != 0) return;
    if ((events[0].revents & POLLIN) != 0) {
      signalfd_siginfo info;
      if (read(signals_, &info, sizeof(info)) != sizeof(info)) continue;
      if (interrupted_.exchange(true) && !TellAgain()) LeaveAtOnce();
      wait_ms = 0;  // a second one that is there already is heard before the task is asked
    } else if (interrupted_) {
      wait_ms = TryCancel() ? -1 : kAskAgainMs;
    }
  }
}

}  // namespace taskhost
