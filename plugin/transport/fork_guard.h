// SPDX-License-Identifier: Apache-2.0
// fork() must not catch another thread in the middle of something that the child needs whole.
#pragma once

namespace zendesk::transport {

// While one lives, fork() in any other thread waits. For short work that leaves nothing half done
// behind: libcurl and OpenSSL hold locks and half-made lists of the whole process while they work,
// and in the child nobody is left to finish. Never around anything that waits, calls the host, or
// takes another ForkGuard.
class ForkGuard {
 public:
  ForkGuard() noexcept;
  ~ForkGuard();
  ForkGuard(const ForkGuard&) = delete;
  ForkGuard& operator=(const ForkGuard&) = delete;

  // From here on fork() heeds the guards. Once for the process is enough; throws std::bad_alloc.
  static void Install();
};

}  // namespace zendesk::transport
