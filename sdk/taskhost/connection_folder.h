// SPDX-License-Identifier: Apache-2.0
// A directory of connections, <name>.json each, and who may see and change it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/json.h"
#include "host/private_folder.h"
#include "taskhost/texts.h"

namespace taskhost {

// All members throw Stop with the exit code for connections when others could see or change what
// only its owner should, or when the disk does not do what it is asked.
class ConnectionFolder {
 public:
  enum class Kind {
    kOwn,     // nobody else can look into it
    kShared,  // files that a group may read, and this program never writes
  };

  ConnectionFolder(std::filesystem::path path, Kind kind, Language language)
      : path_(std::move(path)), kind_(kind), language_(language) {}

  const std::filesystem::path& path() const { return path_; }

  // In alphabetical order; none when there is no such directory.
  std::vector<std::string> Names() const;
  // Null when there is no such file.
  task_host::Json Read(const std::string& file) const;

  // While one lives, no other process changes the folder, which is made when it is not there.
  class Lock {
   public:
    explicit Lock(const ConnectionFolder& folder);

    // In one step and for good: after a crash the file is the old one or the new one.
    void Write(const std::string& file, const task_host::Json& document);
    void Move(const std::string& from, const std::string& to);
    void Delete(const std::string& file);

   private:
    const ConnectionFolder& own_;
    task_host::PrivateFolder folder_;
    task_host::Descriptor lock_;
  };

 private:
  task_host::Descriptor OpenShared(const std::filesystem::path& file) const;
  [[noreturn]] void ThrowSystem(const std::filesystem::path& file, int number) const;

  std::filesystem::path path_;
  Kind kind_;
  Language language_;
};

}  // namespace taskhost
