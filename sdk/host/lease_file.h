// SPDX-License-Identifier: Apache-2.0
// The right to change the tokens of a connection, which one holder has at a time.
//
// It is a lock on a file, so that the kernel takes it back from a process that dies. The file tells
// until when: after that, whoever wants the lease deletes the file and locks a new one, and the old
// holder, which hangs, finds out when it runs on.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "host/descriptor.h"
#include "host/private_folder.h"

namespace task_host {

class LeaseFile {
 public:
  // A look: could somebody take it? name is that of the connection's files, without an ending.
  // Throws Error, as the others do, when the file cannot be used.
  static bool IsFree(const PrivateFolder& folder, const std::string& name);
  // Nothing while somebody else holds the lease. The caller holds the folder's lock. Without it two
  // never get the same lease either, but one may lose it to the other.
  static std::optional<LeaseFile> Take(const PrivateFolder& folder, const std::string& name,
                                       std::chrono::milliseconds lease_time);
  // Ends the lease of whoever holds it. The caller holds the folder's lock.
  static void End(const PrivateFolder& folder, const std::string& name);

  // Gives the lease back.
  ~LeaseFile();
  LeaseFile(LeaseFile&&) noexcept = default;
  LeaseFile& operator=(LeaseFile&&) = delete;
  LeaseFile(const LeaseFile&) = delete;
  LeaseFile& operator=(const LeaseFile&) = delete;

  // Did nobody take it away?
  bool IsHeld() const;
  // The monotonic time in nanoseconds from which on others may take it.
  std::int64_t until_ns() const { return until_ns_; }
  // Where the holder, and nobody else, prepares what it will put in place. Whoever takes the lease
  // away deletes this file, so that a holder that looked at IsHeld() before has nothing to put in
  // place any more.
  std::string DraftName() const;

 private:
  LeaseFile(std::string name, Descriptor file, std::int64_t until_ns)
      : name_(std::move(name)), file_(std::move(file)), until_ns_(until_ns) {}

  std::string name_;
  Descriptor file_;
  std::int64_t until_ns_;
};

}  // namespace task_host
