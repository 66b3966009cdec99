// SPDX-License-Identifier: Apache-2.0
// Adapters: statuses, times and leases in the words of the other side.
#include "plugin/tasks/host_tokens.h"

#include <utility>

namespace zendesk::tasks {
namespace {

using task_plugin::Host;
using task_plugin::TokenSet;
using StoreStatus = TokenStore::Status;

constexpr int64_t kNsPerMs = 1'000'000;

class Clock final : public HostClock {
 public:
  explicit Clock(std::shared_ptr<const Host> host) : host_(std::move(host)) {}

  int64_t UnixMs() const override { return host_->UnixMs(); }
  int64_t MonotonicMs() const override { return host_->MonotonicNs() / kNsPerMs; }

 private:
  const std::shared_ptr<const Host> host_;
};

StoreStatus ToStoreStatus(task_plugin::Status status) {
  switch (status) {
    case task_plugin::Status::kOk:
      return StoreStatus::kOk;
    case task_plugin::Status::kNotFound:
      return StoreStatus::kNotFound;
    case task_plugin::Status::kUnauthenticated:
      return StoreStatus::kDead;
    case task_plugin::Status::kConflict:
      return StoreStatus::kConflict;
    default:
      return StoreStatus::kFailed;
  }
}

std::function<void(task_plugin::Status)> Translated(std::function<void(StoreStatus)> done) {
  return [done = std::move(done)](task_plugin::Status status) { done(ToStoreStatus(status)); };
}

// The host is called as long as the plugin object is there, and no longer: answers may come later.
class HostLease final : public TokenStore::Lease {
 public:
  HostLease(std::weak_ptr<const Host> host, uint64_t lease)
      : host_(std::move(host)), lease_(lease) {}

  ~HostLease() override {
    if (!is_given_back_) GiveBack(false, [](StoreStatus) {});
  }
  HostLease(const HostLease&) = delete;
  HostLease& operator=(const HostLease&) = delete;

  void Commit(const Tokens& tokens, std::function<void(StoreStatus)> done) override {
    const auto host = host_.lock();
    if (host == nullptr) return;
    is_given_back_ = true;
    TokenSet set;
    set.access_token = tokens.access.view();
    set.refresh_token = tokens.refresh.view();
    set.scope = tokens.scope;
    set.expires_at_unix_ms = tokens.expires_at_unix_ms;
    set.issued_at_unix_ms = tokens.issued_at_unix_ms;
    host->tokens().Commit(lease_, set, Translated(std::move(done)));
  }

  void Abandon(bool grant_is_dead, std::function<void(StoreStatus)> done) override {
    GiveBack(grant_is_dead, std::move(done));
  }

 private:
  void GiveBack(bool grant_is_dead, std::function<void(StoreStatus)> done) {
    const auto host = host_.lock();
    if (host == nullptr) return;
    is_given_back_ = true;
    host->tokens().Abandon(lease_, grant_is_dead, Translated(std::move(done)));
  }

  const std::weak_ptr<const Host> host_;
  const uint64_t lease_;
  bool is_given_back_ = false;
};

class HostStore final : public TokenStore {
 public:
  HostStore(std::shared_ptr<const Host> host, std::string_view connection_id)
      : host_(std::move(host)), connection_id_(connection_id) {}

  void Read(std::function<void(Stored)> done) override {
    host_->tokens().Read(connection_id_, [done = std::move(done)](task_plugin::Status status,
                                                                  const TokenSet* set,
                                                                  uint64_t generation) {
      Stored stored;
      stored.status = ToStoreStatus(status);
      stored.generation = generation;
      if (set != nullptr) {
        stored.tokens = {Secret(set->access_token), Secret(set->refresh_token),
                         std::string(set->scope), set->issued_at_unix_ms, set->expires_at_unix_ms};
      }
      done(std::move(stored));
    });
  }

  void BeginRefresh(uint64_t seen_generation, std::function<void(Loan)> done) override {
    host_->tokens().BeginRefresh(connection_id_, seen_generation,
                                 [done = std::move(done), host = std::weak_ptr<const Host>(host_)](
                                     task_plugin::Status status, uint64_t lease) {
                                   Loan loan;
                                   loan.status = ToStoreStatus(status);
                                   if (loan.status == StoreStatus::kOk)
                                     loan.lease = std::make_unique<HostLease>(host, lease);
                                   done(std::move(loan));
                                 });
  }

 private:
  const std::shared_ptr<const Host> host_;
  const std::string connection_id_;
};

}  // namespace

std::shared_ptr<const HostClock> MakeClock(std::shared_ptr<const Host> host) {
  return std::make_shared<Clock>(std::move(host));
}

TokenSource MakeTokenSource(const Address& address, const AccountTimeouts& timeouts,
                            std::shared_ptr<const Host> host, std::string_view connection_id) {
  TokenSource source;
  source.origin = address.origin;
  source.timeouts = timeouts;
  source.clock = MakeClock(host);
  source.redact = [host](std::string_view secret) { host->Redact(secret); };
  if (host->tokens().IsOffered())
    source.store = std::make_shared<HostStore>(std::move(host), connection_id);
  return source;
}

}  // namespace zendesk::tasks
