// SPDX-License-Identifier: Apache-2.0
// A machine that has no thread left.
#pragma once

#include <doctest/doctest.h>
#include <pthread.h>

#include <cstddef>

namespace task_plugin {

/// While one lives, no thread can be started: each would get a stack larger than any address space.
class NoThreads {
 public:
  NoThreads() {
    pthread_attr_t impossible;
    REQUIRE(pthread_getattr_default_np(&before_) == 0);
    REQUIRE(pthread_getattr_default_np(&impossible) == 0);
    REQUIRE(pthread_attr_setstacksize(&impossible, std::size_t{1} << 56) == 0);
    REQUIRE(pthread_setattr_default_np(&impossible) == 0);
    pthread_attr_destroy(&impossible);
  }
  ~NoThreads() {
    pthread_setattr_default_np(&before_);
    pthread_attr_destroy(&before_);
  }
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;

 private:
  pthread_attr_t before_;
};

}  // namespace task_plugin
