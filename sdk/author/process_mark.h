// SPDX-License-Identifier: Apache-2.0
// In which process something was made: a child after fork() has a copy of it, but not its threads.
#pragma once

#include <sys/types.h>

#include <atomic>

namespace task_plugin {

/// [any thread] for all but the constructor.
class ProcessMark {
 public:
  /// Made here. Throws std::bad_alloc.
  ProcessMark();
  ~ProcessMark();
  ProcessMark(const ProcessMark&) = delete;
  ProcessMark& operator=(const ProcessMark&) = delete;

  /// False in a child process, until somebody there has taken it over. Where the system wipes the
  /// mark's page for a child, this is a read of memory; where it cannot, a system call.
  bool IsHere() const noexcept;

  /// In a child: true for the first thread that asks. It has to call TakenOver() when it is ready,
  /// or NotTakenOver() when it cannot be, so that the next one tries.
  bool TakeOver() noexcept;
  void TakenOver() noexcept;
  void NotTakenOver() noexcept;

 private:
  std::atomic<pid_t>* process_;  // alone in its page; 0 in a child whose page was wiped
  bool wiped_for_children_;
};

}  // namespace task_plugin
