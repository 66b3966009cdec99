// SPDX-License-Identifier: Apache-2.0
// Threads as a guest in somebody else's process may have them.
#pragma once

#include <csignal>
#include <thread>
#include <utility>

namespace task_plugin {

/// A thread in which every signal is blocked from its first instruction: signals are the host's
/// business.
template <typename Function>
std::thread StartThread(Function function) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    std::thread thread(std::move(function));
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return thread;
  } catch (...) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
}

}  // namespace task_plugin
