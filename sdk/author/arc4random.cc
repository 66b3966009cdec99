// SPDX-License-Identifier: Apache-2.0
// glibc has this function since 2.36, and there the static libstdc++ asks it for
// std::random_device. A portable plugin is linked with this one, so that it runs on what is older;
// tp_add_plugin() sees to it. All other plugins are linked without.
#include <unistd.h>

#include <cstdint>
#include <cstdlib>

extern "C" __attribute__((visibility("hidden"))) std::uint32_t arc4random() noexcept {
  std::uint32_t number = 0;
  // Only a kernel from before 3.17 cannot do this, and without chance nobody could go on.
  if (getentropy(&number, sizeof number) != 0) std::abort();
  return number;
}
