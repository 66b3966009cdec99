// SPDX-License-Identifier: Apache-2.0
// A list that only grows; leaked on purpose, and still reachable, so that leak checkers see the
// purpose.
#include "author/abandon.h"

#include <mutex>
#include <vector>

namespace task_plugin {

void Abandon(std::shared_ptr<void> object) {
  static auto* const mutex = new std::mutex;
  static auto* const abandoned = new std::vector<std::shared_ptr<void>>;
  const std::lock_guard lock(*mutex);
  abandoned->push_back(std::move(object));
}

}  // namespace task_plugin
