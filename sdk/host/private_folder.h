// SPDX-License-Identifier: Apache-2.0
// A folder, and the files in it, that only the user of this process can read or change.
#pragma once

#include <filesystem>
#include <string>

#include "host/descriptor.h"

namespace task_host {

// Every function throws Error that names the file when the system fails, and kFormat when a file is
// not private: it is no regular file, belongs to another user, or is open to group or others. A
// symbolic link is followed to the folder, but to no file. [any thread]
class PrivateFolder {
 public:
  // Makes the folder when it is not there.
  explicit PrivateFolder(const std::filesystem::path& path);

  // An existing file; one that is not open when there is none.
  Descriptor Open(const std::string& name) const;
  // The same, and makes an empty one when there is none.
  Descriptor OpenOrCreate(const std::string& name) const;
  // A new file. Throws when there is one already.
  Descriptor Create(const std::string& name) const;
  // In one step, with all that is in the file, also when the machine stops. False: there is no file
  // of the first name.
  bool Replace(const std::string& from, const std::string& to) const;
  // False: there was none.
  bool Delete(const std::string& name) const;

  // A lock among all processes that ends when the descriptor closes, or its process. TryLock()
  // gives one that is not open while somebody else has the lock.
  Descriptor Lock() const;
  Descriptor TryLock() const;

  // For messages.
  std::string PathOf(const std::string& name) const { return (path_ / name).string(); }

 private:
  Descriptor OpenPrivate(const std::string& name, int flags) const;
  Descriptor LockWith(int operation) const;

  std::filesystem::path path_;
  Descriptor folder_;
};

}  // namespace task_host
