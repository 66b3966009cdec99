// SPDX-License-Identifier: Apache-2.0
// The tables that texts.cc looks into, one for each topic.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "taskhost/texts.h"

namespace taskhost {

struct Entry {
  Text text;
  std::string_view english;
  std::string_view french;
};

// Does a table hold every text from the first one to the one before the end, in their order?
template <std::size_t kSize>
constexpr bool AreAll(const std::array<Entry, kSize>& entries, Text first, Text end) {
  const auto from = static_cast<std::size_t>(first);
  if (kSize != static_cast<std::size_t>(end) - from) return false;
  for (std::size_t i = 0; i < kSize; ++i) {
    if (static_cast<std::size_t>(entries[i].text) != from + i) return false;
  }
  return true;
}

std::span<const Entry> HelpTexts();
std::span<const Entry> HostTexts();
std::span<const Entry> FormTexts();
std::span<const Entry> ConnectionTexts();
std::span<const Entry> SignInTexts();
std::span<const Entry> EachTexts();
std::span<const Entry> NewPluginTexts();
std::span<const Entry> BundleTexts();

}  // namespace taskhost
