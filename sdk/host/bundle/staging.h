// SPDX-License-Identifier: Apache-2.0
// A hidden folder in a place of plugins, where a plugin is put together before it appears, and
// taken apart after it has gone.
#pragma once

#include <filesystem>
#include <string>

#include "host/bundle/archive.h"
#include "host/descriptor.h"

namespace task_host {

// Whoever changes a place has one; a second one waits until the first ends, also in another
// process. What an earlier process left behind when it was killed goes away with the next.
class Staging {
 public:
  // Makes the place when it is not there. Throws Error when it cannot, and when others could write
  // to it.
  explicit Staging(const std::filesystem::path& place);
  ~Staging();
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  const std::filesystem::path& place() const { return place_; }
  const std::filesystem::path& folder() const { return folder_; }
  // Writes the files below a new folder <id>/<version>, and gives that.
  std::filesystem::path Write(const Files& files, const std::string& id,
                              const std::string& version) const;
  // Takes something out of the place, in one step.
  void TakeAway(const std::filesystem::path& path) const;

 private:
  std::filesystem::path place_;
  Descriptor lock_;
  std::filesystem::path folder_;
};

}  // namespace task_host
