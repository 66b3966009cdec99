// SPDX-License-Identifier: Apache-2.0
// Text and structs as they cross the C interface.
#pragma once

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>

#include "task_plugin.h"

namespace task_host {

// The bytes of a peer's text; a NULL pointer counts as empty, whatever the size says.
inline std::string_view View(tp_str text) {
  return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

// Borrows; the text must outlive the call that gets it.
inline tp_str Borrow(std::string_view text) {
  return tp_str{text.data(), text.size()};
}

// A copy of a peer's struct that is safe to read whole: a field beyond the peer's struct_size is
// zero.
template <typename T>
T CopySized(const T* from) {
  T copy{};
  if (from == nullptr) return copy;
  std::memcpy(&copy, from, std::min<std::size_t>(from->struct_size, sizeof(T)));
  return copy;
}

// A zeroed struct with its size filled in.
template <typename T>
T Sized() {
  T made{};
  made.struct_size = sizeof(T);
  return made;
}

bool IsUtf8(std::string_view text);

// The text as one word of a shell's command line; quoted only where it must be.
std::string ShellWord(std::string_view text);

// The text itself when it is UTF-8; otherwise with U+FFFD in place of every byte that is not.
std::string ToUtf8(std::string_view text);

}  // namespace task_host
