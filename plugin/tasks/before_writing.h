// SPDX-License-Identifier: Apache-2.0
// A task's looks at Zendesk.
#pragma once

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

}  // namespace zendesk::tasks
