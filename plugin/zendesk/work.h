// SPDX-License-Identifier: Apache-2.0
// What tells one task's work from all other work.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "plugin/zendesk/dry_run.h"
#include "plugin/zendesk/work_key.h"

namespace zendesk {

/// What a task knows of the work that it does, beyond its input.
struct Work {
  /// See WorkKey(); empty when nothing names the work.
  std::string key;
  /// It was tried before, and that may have done it.
  bool is_repeated = false;
  /// This very run has tried it in another way, which may have done it; doing it again does no
  /// harm.
  bool may_be_done = false;
  /// When that may have been at the earliest, by the host's clock; 0 when it did not say.
  int64_t since_unix_ms = 0;
  /// How long ago that was; nothing when the host did not say.
  std::optional<std::chrono::milliseconds> age;
  /// That was so long ago that Zendesk may have forgotten the key.
  bool key_may_be_forgotten() const { return age && *age > kLongestKeyAge; }
  /// That may have been a moment ago, in a process that has died since: what it has sent may still
  /// be on its way.
  bool may_show_late() const {
    constexpr std::chrono::seconds kLongestWay(5);
    return is_repeated && (!age || *age < kLongestWay);
  }
  /// The host's name for what the work is a part of, for logs; may be empty.
  std::string traceparent;
  /// Takes the writes, none of which is sent; null when they are. Outlives the client.
  DryRun* dry_run = nullptr;
};

}  // namespace zendesk
