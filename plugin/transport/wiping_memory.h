// SPDX-License-Identifier: Apache-2.0
// Memory for libraries that do not wipe their buffers, through which secrets pass.
#pragma once

#include <cstddef>
#include <cstdlib>

namespace zendesk::transport {

// As std::malloc(). Blocks of the size of libcurl's buffers, which it makes and gives back for each
// exchange, may come from those that this thread has given back: by way of the allocator they would
// cost more than the exchange, as it returns their pages to the system each time.
void* TakeMemory(std::size_t size) noexcept;

// As std::free(), but what the block held is overwritten first.
void WipeAndFree(void* block) noexcept;

// As std::realloc(), but what a block held that is given back is overwritten first.
void* WipingRealloc(void* block, std::size_t size) noexcept;

// The same for RapidJSON, whose readers take texts apart on a stack of their own. The names are
// its.
struct WipingJsonMemory {
  static constexpr bool kNeedFree = true;
  static void* Malloc(std::size_t size) noexcept { return size > 0 ? std::malloc(size) : nullptr; }
  static void* Realloc(void* block, std::size_t, std::size_t size) noexcept {
    if (size > 0) return WipingRealloc(block, size);
    WipeAndFree(block);
    return nullptr;
  }
  static void Free(void* block) noexcept { WipeAndFree(block); }
};

}  // namespace zendesk::transport
