// SPDX-License-Identifier: Apache-2.0
// The allocator knows how long a block is.
#include "plugin/transport/wiping_memory.h"

#include <malloc.h>
#include <string.h>

#include <algorithm>
#include <cstdlib>

namespace zendesk::transport {

void WipeAndFree(void* block) noexcept {
  if (block == nullptr) return;
  explicit_bzero(block, malloc_usable_size(block));
  std::free(block);
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
