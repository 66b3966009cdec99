// SPDX-License-Identifier: Apache-2.0
// How large a bundle may be. All of it is in memory while it is examined.
#pragma once

#include <cstddef>

namespace task_host {

inline constexpr std::size_t kMaxBundleBytes = std::size_t{128} << 20;
inline constexpr std::size_t kMaxUnpackedBytes = std::size_t{256} << 20;
inline constexpr std::size_t kMaxBundleFiles = 4096;
inline constexpr std::size_t kMaxNameBytes = 200;
// A file that is smaller than this may be packed as densely as it likes.
inline constexpr std::size_t kDenseBytes = std::size_t{64} << 10;
inline constexpr std::size_t kMaxRatio = 100;

}  // namespace task_host
