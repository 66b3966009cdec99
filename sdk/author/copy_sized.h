// SPDX-License-Identifier: Apache-2.0
// Taking over a struct of the C interface from a peer that may know fewer or more fields.
#pragma once

#include <algorithm>
#include <cstring>

#include "task_plugin.h"

namespace task_plugin {

/// A zeroed struct with as much of the peer's as both sides know; its struct_size says how much
/// that is, so TP_HAS on the copy tells what the peer gave. Never reads past the peer's end.
template <typename Struct>
Struct CopySized(const Struct* theirs) {
  Struct mine = {};
  const uint32_t size = std::min(theirs->struct_size, static_cast<uint32_t>(sizeof mine));
  std::memcpy(&mine, theirs, size);
  mine.struct_size = size;
  return mine;
}

/// Does the peer ask for something by a must-understand flag that is not among `known`?
inline bool HasUnknownFlags(uint32_t flags, uint32_t known = 0) {
  return (flags & TP_FLAGS_MUST_UNDERSTAND & ~known) != 0;
}

}  // namespace task_plugin
