// SPDX-License-Identifier: Apache-2.0
// Two counters. A lock would not do: what its waiting threads have noted in it is nonsense in the
// child.
#include "plugin/transport/fork_guard.h"

#include <pthread.h>
#include <sched.h>

#include <atomic>
#include <new>

namespace zendesk::transport {
namespace {

std::atomic<int> guards = 0;
std::atomic<int> forks = 0;  // under way

// Each side announces itself before it looks at the other, so they cannot both go on.
void BeforeFork() {
  ++forks;
  while (guards != 0) sched_yield();
}

void InParent() {
  --forks;
}

// Guards counted by the parent's other threads, which wait there for the fork to end.
void InChild() {
  guards = 0;
  forks = 0;
}

}  // namespace

ForkGuard::ForkGuard() noexcept {
  ++guards;
  while (forks != 0) {
    --guards;
    while (forks != 0) sched_yield();
    ++guards;
  }
}

ForkGuard::~ForkGuard() {
  --guards;
}

void ForkGuard::Install() {
  static std::atomic<bool> installed = false;
  if (installed.exchange(true)) return;
  if (pthread_atfork(&BeforeFork, &InParent, &InChild) == 0) return;
  installed = false;
  throw std::bad_alloc();
}

}  // namespace zendesk::transport
