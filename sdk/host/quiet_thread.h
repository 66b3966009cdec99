// SPDX-License-Identifier: Apache-2.0
// Threads that leave signals to the program.
#pragma once

#include <pthread.h>
#include <signal.h>

#include <thread>

namespace task_host {

// Signals belong to the program's own threads; a new thread inherits the mask of its maker.
template <typename Body>
std::thread StartWithoutSignals(Body body) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  std::thread thread;
  try {
    thread = std::thread(body);
  } catch (...) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace task_host
