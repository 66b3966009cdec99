// SPDX-License-Identifier: Apache-2.0
// Hands calls over to the thread, where a desk does the work.
#include "host/file_token_store.h"

#include <utility>

#include "host/quiet_thread.h"
#include "host/token_file.h"

namespace task_host {

FileTokenStore::FileTokenStore(const std::filesystem::path& folder,
                               std::chrono::milliseconds lease_time, LogSink log)
    : folder_(folder), lease_time_(lease_time), log_(std::move(log)) {}

FileTokenStore::~FileTokenStore() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void FileTokenStore::Read(const std::string& connection_id, ReadDone done) {
  Post(
      [connection_id, done = std::move(done)](TokenDesk& desk) { desk.Read(connection_id, done); });
}

void FileTokenStore::BeginRefresh(const std::string& connection_id, std::uint64_t seen_generation,
                                  LeaseDone done) {
  Post([connection_id, seen_generation, done = std::move(done)](TokenDesk& desk) {
    desk.BeginRefresh(connection_id, seen_generation, done);
  });
}

void FileTokenStore::Commit(std::uint64_t lease, TokenSet tokens, Done done) {
  // Shared, since a std::function is copied and tokens are not.
  const auto shared = std::make_shared<TokenSet>(std::move(tokens));
  Post([lease, shared, done = std::move(done)](TokenDesk& desk) {
    desk.Commit(lease, *shared, done);
  });
}

void FileTokenStore::Abandon(std::uint64_t lease, bool grant_is_dead, Done done) {
  Post([lease, grant_is_dead, done = std::move(done)](TokenDesk& desk) {
    desk.Abandon(lease, grant_is_dead, done);
  });
}

std::optional<TokenSnapshot> FileTokenStore::Snapshot(const std::string& connection_id) const {
  const std::optional<StoredTokens> stored = TokenFile(folder_, connection_id).Read();
  if (!stored) return std::nullopt;
  TokenSnapshot snapshot;
  snapshot.generation = stored->generation;
  snapshot.grant_is_dead = stored->grant_is_dead;
  snapshot.has_refresh_token = !stored->tokens.refresh_token.empty();
  snapshot.scope = stored->tokens.scope;
  snapshot.expires_at_unix_ms = stored->tokens.expires_at_unix_ms;
  return snapshot;
}

bool FileTokenStore::Remove(const std::string& connection_id) {
  return TokenFile(folder_, connection_id).Delete();
}

void FileTokenStore::Post(Work work) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!thread_.joinable()) thread_ = StartWithoutSignals([this] { Run(); });
  work_.push_back(std::move(work));
  changed_.notify_all();
}

void FileTokenStore::Run() {
  TokenDesk desk(folder_, lease_time_, log_);
  std::unique_lock<std::mutex> lock(mutex_);
  // At the end, what was asked before is still done: a commit that is dropped loses tokens.
  while (!stop_ || !work_.empty()) {
    const std::vector<Work> work = std::exchange(work_, {});
    lock.unlock();
    for (const Work& one : work) one(desk);
    const std::optional<TokenDesk::Clock::time_point> next = desk.Serve();
    lock.lock();
    if (stop_ || !work_.empty()) continue;
    if (next) {
      changed_.wait_until(lock, *next);
    } else {
      changed_.wait(lock);
    }
  }
}

}  // namespace task_host
