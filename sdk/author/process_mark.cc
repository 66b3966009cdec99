// SPDX-License-Identifier: Apache-2.0
// A page that the kernel (4.14 or newer) hands to children as zeros.
#include "author/process_mark.h"

#include <sys/mman.h>
#include <unistd.h>

#include <new>

namespace task_plugin {
namespace {

constexpr pid_t kNobody = 0;  // as in a child whose page was wiped
constexpr pid_t kBeingTakenOver = -1;

size_t PageSize() {
  return static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

ProcessMark::ProcessMark() {
  void* const page =
      mmap(nullptr, PageSize(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (page == MAP_FAILED) throw std::bad_alloc();
  wiped_for_children_ = madvise(page, PageSize(), MADV_WIPEONFORK) == 0;
  process_ = new (page) std::atomic<pid_t>(getpid());
}

ProcessMark::~ProcessMark() {
  munmap(process_, PageSize());
}

bool ProcessMark::IsHere() const noexcept {
  const pid_t process = process_->load(std::memory_order_acquire);
  return wiped_for_children_ ? process > 0 : process == getpid();
}

bool ProcessMark::TakeOver() noexcept {
  pid_t before = process_->load(std::memory_order_acquire);
  return before != kBeingTakenOver && !IsHere() &&
         process_->compare_exchange_strong(before, kBeingTakenOver);
}

void ProcessMark::TakenOver() noexcept {
  process_->store(getpid(), std::memory_order_release);
}

void ProcessMark::NotTakenOver() noexcept {
  process_->store(kNobody, std::memory_order_release);
}

}  // namespace task_plugin
