// SPDX-License-Identifier: Apache-2.0
// Hands calls over to the thread, where a desk does the work.
#include "host/file_token_store.h"

#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "host/private_folder.h"
#include "host/quiet_thread.h"
#include "host/token_file.h"

namespace task_host {

struct FileTokenStore::Shared {
  Shared(const std::filesystem::path& path, std::chrono::milliseconds time, LogSink sink)
      : folder(path), lease_time(time), log(std::move(sink)) {}

  const PrivateFolder folder;
  const std::chrono::milliseconds lease_time;
  const LogSink log;
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::function<void(TokenDesk& desk)>> work;
  bool stop = false;
};

FileTokenStore::FileTokenStore(const std::filesystem::path& folder,
                               std::chrono::milliseconds lease_time, LogSink log)
    : shared_(std::make_shared<Shared>(folder, lease_time, std::move(log))) {}

FileTokenStore::~FileTokenStore() {
  {
    const std::lock_guard<std::mutex> lock(shared_->mutex);
    shared_->stop = true;
  }
  shared_->changed.notify_all();
  if (thread_.get_id() == std::this_thread::get_id()) {
    thread_.detach();
  } else if (thread_.joinable()) {
    thread_.join();
  }
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
  const std::optional<StoredTokens> stored = TokenFile(shared_->folder, connection_id).Read();
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
  return TokenFile(shared_->folder, connection_id).Delete();
}

void FileTokenStore::Post(std::function<void(TokenDesk& desk)> work) {
  const std::lock_guard<std::mutex> lock(shared_->mutex);
  if (!thread_.joinable()) {
    thread_ = StartWithoutSignals([shared = shared_] { Run(*shared); });
  }
  shared_->work.push_back(std::move(work));
  shared_->changed.notify_all();
}

void FileTokenStore::Run(Shared& shared) {
  TokenDesk desk(shared.folder, shared.lease_time, shared.log);
  std::unique_lock<std::mutex> lock(shared.mutex);
  // At the end, what was asked before is still done: a commit that is dropped loses tokens.
  while (!shared.stop || !shared.work.empty()) {
    auto work = std::exchange(shared.work, {});
    lock.unlock();
    for (const auto& one : work) one(desk);
    work.clear();  // which may end the store
    const std::optional<TokenDesk::Clock::time_point> next = desk.Serve();
    lock.lock();
    if (shared.stop || !shared.work.empty()) continue;
    if (next) {
      shared.changed.wait_until(lock, *next);
    } else {
      shared.changed.wait(lock);
    }
  }
}

}  // namespace task_host
