// SPDX-License-Identifier: Apache-2.0
// The allocator knows how long a block is.
#include "plugin/transport/wiping_memory.h"

#include <malloc.h>
#include <string.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

namespace zendesk::transport {

namespace {

// Of one size, which holds a buffer of 8 KiB, libcurl's for receiving.
class SpareBlocks {
 public:
  SpareBlocks() = default;
  ~SpareBlocks() {
    while (void* const block = Take()) std::free(block);
  }
  SpareBlocks(const SpareBlocks&) = delete;
  SpareBlocks& operator=(const SpareBlocks&) = delete;

  static bool Fits(std::size_t size) noexcept { return size > kBytes / 2 && size <= kBytes; }

  void* Take() noexcept {
    if (first_ == nullptr) return nullptr;
    --count_;
    return std::exchange(first_, first_->next);
  }

  // Whether it has the size of those that are kept.
  static bool IsOne(std::size_t usable) noexcept {
    return usable >= kBytes && usable <= kBytes + kSlack;
  }

  // False when there are enough already.
  bool Keep(void* block) noexcept {
    if (count_ == kMost) return false;
    ++count_;
    first_ = new (block) Spare{first_};
    return true;
  }

  static constexpr std::size_t kBytes = (8 << 10) + 256;

 private:
  struct Spare {
    Spare* next;
  };
  static constexpr std::size_t kSlack = 64;  // by which an allocator may round up
  static constexpr std::size_t kMost = 128;  // twice the usual number of exchanges

  Spare* first_ = nullptr;
  std::size_t count_ = 0;
};

thread_local SpareBlocks spare_blocks;

}  // namespace

void* TakeMemory(std::size_t size) noexcept {
  if (!SpareBlocks::Fits(size)) return std::malloc(size);
  void* const spare = spare_blocks.Take();
  return spare != nullptr ? spare : std::malloc(SpareBlocks::kBytes);
}

void WipeAndFree(void* block) noexcept {
  if (block == nullptr) return;
  const std::size_t usable = malloc_usable_size(block);
  explicit_bzero(block, usable);
  if (!SpareBlocks::IsOne(usable) || !spare_blocks.Keep(block)) std::free(block);
}

void* WipingRealloc(void* block, std::size_t size) noexcept {
  void* const larger = std::malloc(size);
  if (larger == nullptr || block == nullptr) return larger;
  std::copy_n(static_cast<const char*>(block), std::min(malloc_usable_size(block), size),
              static_cast<char*>(larger));
  WipeAndFree(block);
  return larger;
}

}  // namespace zendesk::transport
