// SPDX-License-Identifier: Apache-2.0
// The file that holds the tokens of one connection.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "host/lease_file.h"
#include "host/private_folder.h"
#include "host/token_store.h"

namespace task_host {

struct StoredTokens {
  std::uint64_t generation = 0;  // 0: no tokens have been stored
  bool grant_is_dead = false;
  TokenSet tokens;
};

class TokenFile {
 public:
  TokenFile(const PrivateFolder& folder, const std::string& connection_id);

  // Of this connection's files, without an ending.
  const std::string& name() const { return name_; }

  // What is stored, whole, whatever others do meanwhile; nothing when there is no file. Throws
  // Error when the file cannot be used, or is not what Write() makes.
  std::optional<StoredTokens> Read() const;
  // Puts a new file in the place of the old one in one step; it is on the disk when this returns.
  // False: the lease was taken away, and nothing has changed. Throws Error when it cannot.
  bool Write(const StoredTokens& stored, const LeaseFile& lease) const;
  // Deletes the file and ends the lease of whoever holds one. False: there was no file. Throws
  // Error when it cannot.
  bool Delete() const;

 private:
  const PrivateFolder& folder_;
  std::string connection_id_;
  std::string name_;
};

}  // namespace task_host
