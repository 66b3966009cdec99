// SPDX-License-Identifier: Apache-2.0
// A token store in a folder of this machine, for any number of threads and processes of one user.
//
//   auto store = std::make_shared<FileTokenStore>("/var/lib/host/tokens");
//   auto services = std::make_shared<HostServices>("host", "1.0", TP_LOG_WARN, sink, store);
//
// Each connection has a file (token_file.h) that is always whole, whatever dies at whatever moment,
// and a lease that the kernel takes back from a process that dies (lease_file.h).
//
// One thread, which starts with the first call, does all work on files and all waiting, however
// many wait. A child after fork() has no such thread: it makes a store of its own, and leaves the
// old one alone, its destructor included. What it inherits keeps leases of its parent alive: until
// it runs another program, and for lease_time at most.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "host/services.h"
#include "host/token_desk.h"
#include "host/token_store.h"

namespace task_host {

// What may be told of a connection's tokens.
struct TokenSnapshot {
  std::uint64_t generation = 0;
  bool grant_is_dead = false;
  bool has_refresh_token = false;
  std::string scope;
  std::int64_t expires_at_unix_ms = 0;  // of the access token; 0: it does not say
};

class FileTokenStore : public TokenStore {
 public:
  // Makes the folder, for this user alone, if it is not there. A lease that is kept for longer than
  // lease_time may be taken by somebody else. The log gets a line, without secrets, for each file
  // that cannot be used; the call is answered with TP_E_INTERNAL then. Throws Error when the folder
  // cannot be made, belongs to another user, or is open to others.
  explicit FileTokenStore(const std::filesystem::path& folder,
                          std::chrono::milliseconds lease_time = std::chrono::seconds(60),
                          LogSink log = {});
  ~FileTokenStore() override;
  FileTokenStore(const FileTokenStore&) = delete;
  FileTokenStore& operator=(const FileTokenStore&) = delete;

  void Read(const std::string& connection_id, ReadDone done) override;
  void BeginRefresh(const std::string& connection_id, std::uint64_t seen_generation,
                    LeaseDone done) override;
  void Commit(std::uint64_t lease, TokenSet tokens, Done done) override;
  void Abandon(std::uint64_t lease, bool grant_is_dead, Done done) override;

  // What is stored, or nothing. Reads the file on the caller's thread. Throws Error when it cannot
  // be used. [any thread]
  std::optional<TokenSnapshot> Snapshot(const std::string& connection_id) const;
  // Deletes what is stored, and ends a lease of whoever holds one: its commit() is a conflict. A
  // file that cannot be used is deleted, too. Works on the caller's thread, and waits for others at
  // the same work. False when nothing was stored. Throws Error when it cannot. [any thread]
  bool Remove(const std::string& connection_id);

 private:
  struct Shared;

  void Post(std::function<void(TokenDesk& desk)> work);
  static void Run(Shared& shared);

  // The thread's own, too, which outlives a store that ends in a done.
  const std::shared_ptr<Shared> shared_;
  std::thread thread_;
};

}  // namespace task_host
