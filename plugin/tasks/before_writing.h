// SPDX-License-Identifier: Apache-2.0
// A task's looks at Zendesk.
#pragma once

#include <chrono>
#include <optional>
#include <utility>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// The result of a read by a task that has written nothing yet. Throws Problem: such a task has
/// done nothing, whatever became of the read, so it may always be repeated.
template <typename T>
Task<T> BeforeWriting(Task<T> read) {
  try {
    co_return co_await std::move(read);
  } catch (Problem& problem) {
    if (problem.retry == Problem::Retry::kIfIdempotent) problem.retry = Problem::Retry::kSafe;
    throw;
  }
}

/// The result of a read that may fail; nothing when it has.
template <typename T>
Task<std::optional<T>> TryRead(Task<T> read) {
  try {
    co_return co_await std::move(read);
  } catch (const Problem&) {
    co_return std::nullopt;
  }
}

/// So often is looked for what may show late.
inline constexpr int kMostLooks = 3;

/// Waits after such a look, the longer the more there were; `look` counts from 1. False at once
/// when there is no time for that.
inline Task<bool> PauseAfter(Client& client, int look) {
  const std::chrono::seconds wait(look);
  if (!client.HasTimeFor(wait)) co_return false;
  try {
    co_await client.Pause(wait);
  } catch (const Problem&) {
    co_return false;
  }
  co_return true;
}

/// Looks for what an attempt has done, again while that `is_absent` and `may_show_late`; a T that
/// tells nothing when there is no time for that.
template <typename T, typename Look, typename IsAbsent>
Task<T> LookAgain(Client& client, bool may_show_late, Look look, IsAbsent is_absent) {
  for (int looks = 1;; ++looks) {
    T seen = co_await look();
    if (!is_absent(seen) || !may_show_late || looks == kMostLooks) co_return seen;
    if (!co_await PauseAfter(client, looks)) co_return T();
  }
}

}  // namespace zendesk::tasks
