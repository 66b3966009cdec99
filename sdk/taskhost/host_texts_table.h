// SPDX-License-Identifier: Apache-2.0
// The tables that host_texts.cc looks into beside its own.
#pragma once

#include <span>
#include <string_view>

namespace taskhost {

struct Translated {
  std::string_view english;
  std::string_view french;
};

std::span<const Translated> FrenchOfBundles();

}  // namespace taskhost
