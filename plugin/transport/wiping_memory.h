// SPDX-License-Identifier: Apache-2.0
// Memory for libraries that do not wipe their buffers, through which secrets pass.
#pragma once

#include <cstddef>

namespace zendesk::transport {

// As std::malloc(). Blocks of the size of libcurl's buffers, which it makes and gives back for each
// exchange, may come from those that this thread has given back: by way of the allocator they would
// cost more than the exchange, as it returns their pages to the system each time.
void* TakeMemory(std::size_t size) noexcept;

// As std::free(), but what the block held is overwritten first.
void WipeAndFree(void* block) noexcept;

// As std::realloc(), but what a block held that is given back is overwritten first.
void* WipingRealloc(void* block, std::size_t size) noexcept;

}  // namespace zendesk::transport
