// SPDX-License-Identifier: Apache-2.0
// A clock and a token store in the hand of a test, and a list of what happened in which order.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "plugin/auth/clock.h"
#include "plugin/auth/token_store.h"

namespace test {

using zendesk::auth::Secret;
using zendesk::auth::Tokens;
using zendesk::auth::TokenStore;

class FakeClock final : public zendesk::auth::Clock {
 public:
  std::int64_t UnixMs() const override { return unix_ms_; }
  std::int64_t MonotonicMs() const override { return monotonic_ms_; }

  void Pass(std::int64_t ms) {
    unix_ms_ += ms;
    monotonic_ms_ += ms;
  }
  void JumpWall(std::int64_t ms) { unix_ms_ += ms; }

 private:
  std::atomic<std::int64_t> unix_ms_{1'800'000'000'000};
  std::atomic<std::int64_t> monotonic_ms_{5'000};
};

// In the order in which they happened. [any thread]
class Events {
 public:
  void Add(const std::string& event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    changed_.notify_all();
  }
  std::vector<std::string> All() const {
    const std::lock_guard lock(mutex_);
    return events_;
  }
  // Waits until the event has happened that often.
  void Await(const std::string& event, int times = 1) {
    std::unique_lock lock(mutex_);
    const auto enough = [&] { return std::count(events_.begin(), events_.end(), event) >= times; };
    REQUIRE_MESSAGE(changed_.wait_for(lock, std::chrono::seconds(60), enough), event);
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
};

// Keeps the protocol of task_plugin.h, and can be told to break down. [any thread]
class FakeStore final : public TokenStore, public std::enable_shared_from_this<FakeStore> {
 public:
  enum class Call { kNone, kRead, kBegin, kCommit };

  explicit FakeStore(Events& events) : events_(events) {}

  // As if another process had stored them.
  void Put(const std::string& access, const std::string& refresh, std::int64_t issued_at,
           std::int64_t expires_at) {
    const std::lock_guard lock(mutex_);
    PutLocked(access, refresh, issued_at, expires_at);
  }
  void MarkDead() { dead = true; }

  // One kind of call is never answered, or fails; a commit that fails ends the lease.
  std::atomic<Call> silent{Call::kNone};
  std::atomic<Call> failing{Call::kNone};
  // So many of the next commits find the lease at its end.
  std::atomic<int> lost_leases{0};
  // Commits take place, and are answered when it is let go.
  std::atomic<bool> holds_commits{false};
  std::atomic<bool> dead{false};

  void LetCommitsGo() {
    holds_commits = false;
    std::vector<std::function<void()>> held;
    {
      const std::lock_guard lock(mutex_);
      held.swap(held_);
    }
    for (const auto& answer : held) answer();
  }

  std::string access() const { return Text(&FakeStore::access_); }
  std::string refresh() const { return Text(&FakeStore::refresh_); }
  std::uint64_t generation() const {
    const std::lock_guard lock(mutex_);
    return generation_;
  }
  int open_leases() const { return open_leases_; }

  void Read(std::function<void(Stored)> done) override {
    if (silent == Call::kRead) return;
    Stored stored;
    {
      const std::lock_guard lock(mutex_);
      stored.generation = generation_;
      stored.status = failing == Call::kRead ? Status::kFailed
                      : dead                 ? Status::kDead
                      : generation_ == 0     ? Status::kNotFound
                                             : Status::kOk;
      if (stored.status == Status::kOk) {
        stored.tokens.access = Secret(access_);
        stored.tokens.refresh = Secret(refresh_);
        stored.tokens.issued_at_unix_ms = issued_at_;
        stored.tokens.expires_at_unix_ms = expires_at_;
      }
    }
    done(std::move(stored));
  }

  void BeginRefresh(std::uint64_t seen, std::function<void(Loan)> done) override {
    if (silent == Call::kBegin) return;
    Loan loan;
    loan.status = failing == Call::kBegin ? Status::kFailed
                  : seen != generation()  ? Status::kConflict
                                          : Status::kOk;
    if (loan.status == Status::kOk)
      loan.lease = std::make_unique<FakeLease>(shared_from_this(), seen);
    done(std::move(loan));
  }

 private:
  class FakeLease final : public Lease {
   public:
    FakeLease(std::shared_ptr<FakeStore> store, std::uint64_t seen)
        : store_(std::move(store)), seen_(seen) {
      ++store_->open_leases_;
    }
    ~FakeLease() override { --store_->open_leases_; }
    void Commit(const Tokens& tokens, std::function<void(Status)> done) override {
      store_->Commit(seen_, tokens, std::move(done));
    }
    void Abandon(bool grant_is_dead, std::function<void(Status)> done) override {
      const bool holds = store_->generation() == seen_;
      if (grant_is_dead && holds) store_->dead = true;
      done(holds ? Status::kOk : Status::kConflict);
    }

   private:
    const std::shared_ptr<FakeStore> store_;
    const std::uint64_t seen_;
  };

  void Commit(std::uint64_t seen, const Tokens& tokens, std::function<void(Status)> done) {
    events_.Add("commit");
    if (silent == Call::kCommit) return;
    if (failing == Call::kCommit) return done(Status::kFailed);
    if (lost_leases > 0) return --lost_leases, done(Status::kConflict);
    Status status = Status::kOk;
    {
      const std::lock_guard lock(mutex_);
      if (seen != generation_) {
        status = Status::kConflict;
      } else {
        PutLocked(std::string(tokens.access.view()), std::string(tokens.refresh.view()),
                  tokens.issued_at_unix_ms, tokens.expires_at_unix_ms);
      }
      if (holds_commits) {
        held_.push_back([done = std::move(done), status] { done(status); });
        return;
      }
    }
    events_.Add("stored " + access());
    done(status);
  }

  void PutLocked(const std::string& access, const std::string& refresh, std::int64_t issued_at,
                 std::int64_t expires_at) {
    access_ = access;
    if (!refresh.empty()) refresh_ = refresh;
    issued_at_ = issued_at;
    expires_at_ = expires_at;
    dead = false;
    ++generation_;
  }
  std::string Text(std::string FakeStore::*member) const {
    const std::lock_guard lock(mutex_);
    return this->*member;
  }

  Events& events_;
  std::atomic<int> open_leases_{0};
  mutable std::mutex mutex_;
  std::string access_;
  std::string refresh_;
  std::int64_t issued_at_ = 0;
  std::int64_t expires_at_ = 0;
  std::uint64_t generation_ = 0;
  std::vector<std::function<void()>> held_;
};

}  // namespace test
