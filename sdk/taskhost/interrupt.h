// SPDX-License-Identifier: Apache-2.0
// Ctrl-C while a task runs.
#pragma once

#include <signal.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "taskhost/texts.h"

namespace taskhost {

// While one lives, SIGINT and SIGTERM are taken by a thread of its own: the first asks the task to
// end, the second ends the program at once: with exit code 130 before the task has begun, from then
// on with 80 and a sentence, since it may have been done. Work of many tasks takes two to stop, so
// that only the third ends the program. Make it before any thread that should not see the signals.
class InterruptWatcher {
 public:
  // Asks the running task to end; false: it is not known yet or not any more.
  using Cancel = std::function<bool()>;

  // The language is that of what it says when it leaves at once.
  explicit InterruptWatcher(Language language);
  ~InterruptWatcher();
  InterruptWatcher(const InterruptWatcher&) = delete;
  InterruptWatcher& operator=(const InterruptWatcher&) = delete;

  // Whom to ask while the scope lives; with the first one the task has begun. What the function
  // refers to must outlive it.
  class CancelScope {
   public:
    // again is called once, at the second signal.
    CancelScope(InterruptWatcher& watcher, Cancel cancel, std::function<void()> again = {})
        : watcher_(watcher) {
      watcher_.SetCancel(std::move(cancel), std::move(again));
    }
    ~CancelScope() { watcher_.SetCancel({}, {}); }
    CancelScope(const CancelScope&) = delete;
    CancelScope& operator=(const CancelScope&) = delete;

   private:
    InterruptWatcher& watcher_;
  };
  bool interrupted() const { return interrupted_; }

 private:
  void SetCancel(Cancel cancel, std::function<void()> again);
  void Run();
  bool TryCancel();
  // False: nobody wants to hear of a second signal.
  bool TellAgain();
  // At the last signal: nobody waits for the task any longer.
  [[noreturn]] void LeaveAtOnce();

  const std::string warning_;
  sigset_t before_;
  int signals_;  // signalfd
  int stop_;     // eventfd
  std::atomic<bool> interrupted_ = false;
  std::mutex mutex_;
  Cancel cancel_;
  std::function<void()> again_;
  bool begun_ = false;
  std::thread thread_;
};

}  // namespace taskhost
