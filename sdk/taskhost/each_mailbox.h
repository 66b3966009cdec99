// SPDX-License-Identifier: Apache-2.0
// Where threads of the plugin leave word for the one that waits for files and results alike.
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <utility>
#include <vector>

#include "host/descriptor.h"

namespace taskhost {

class EachMailbox {
 public:
  EachMailbox() : bell_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

  // Readable while there is word.
  int descriptor() const { return bell_.number(); }
  // The item of this line has ended. [any thread]
  void Put(std::uint64_t line) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      lines_.push_back(line);
    }
    Ring();
  }
  // [any thread]
  void Ring() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto rung = write(bell_.number(), &one, sizeof(one));
  }
  // Somebody wants all to end at once. [any thread]
  void AskToCancel() {
    cancel_ = true;
    Ring();
  }
  bool cancel_asked() const { return cancel_; }

  // Everything since the last time.
  std::vector<std::uint64_t> Take() {
    std::uint64_t count = 0;
    [[maybe_unused]] const auto heard = read(bell_.number(), &count, sizeof(count));
    const std::lock_guard<std::mutex> lock(mutex_);
    return std::exchange(lines_, {});
  }

 private:
  task_host::Descriptor bell_;
  std::mutex mutex_;
  std::vector<std::uint64_t> lines_;
  std::atomic<bool> cancel_ = false;
};

}  // namespace taskhost
