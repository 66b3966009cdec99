// SPDX-License-Identifier: Apache-2.0
// Queues and loans. A done runs last, when the desk is ready for the next call.
#include "host/token_desk.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>
#include <vector>

namespace task_host {
namespace {

// How often to look whether another process gave its lease back: prompt, beside a renewal that
// takes a tenth of a second, and hardly any work.
constexpr std::chrono::milliseconds kLookInterval(5);

}  // namespace

TokenDesk::TokenDesk(const PrivateFolder& folder, std::chrono::milliseconds lease_time, LogSink log)
    : folder_(folder), lease_time_(lease_time), log_(std::move(log)) {}

TokenDesk::~TokenDesk() {
  const Connections connections = std::exchange(connections_, {});
  for (const auto& [id, connection] : connections) {
    for (const Waiter& waiter : connection.waiters) waiter.done(TP_E_CANCELLED, 0);
  }
}

void TokenDesk::Read(const std::string& connection_id, const TokenStore::ReadDone& done) {
  std::optional<StoredTokens> stored;
  try {
    stored = TokenFile(folder_, connection_id).Read();
  } catch (const std::exception& failure) {
    LogFailure(failure);
    done(TP_E_INTERNAL, nullptr, 0);
    return;
  }
  if (!stored) {
    done(TP_E_NOT_FOUND, nullptr, 0);
  } else if (stored->grant_is_dead) {
    done(TP_E_UNAUTHENTICATED, nullptr, stored->generation);
  } else {
    done(TP_OK, &stored->tokens, stored->generation);
  }
}

void TokenDesk::BeginRefresh(const std::string& connection_id, std::uint64_t seen_generation,
                             TokenStore::LeaseDone done) {
  Connection& connection = At(connection_id);
  connection.waiters.push_back({seen_generation, std::move(done)});
  connection.next_look = {};
}

void TokenDesk::Commit(std::uint64_t lease, TokenSet& tokens, const TokenStore::Done& done) {
  EndLoan(lease, done, [&](StoredTokens& stored) {
    if (tokens.refresh_token.empty()) {
      tokens.refresh_token = std::move(stored.tokens.refresh_token);
    }
    stored.tokens = std::move(tokens);
    stored.grant_is_dead = false;
    ++stored.generation;
    return true;
  });
}

void TokenDesk::Abandon(std::uint64_t lease, bool grant_is_dead, const TokenStore::Done& done) {
  EndLoan(lease, done, [&](StoredTokens& stored) {
    stored.grant_is_dead = true;
    return grant_is_dead;
  });
}

template <typename Change>
void TokenDesk::EndLoan(std::uint64_t lease, const TokenStore::Done& done, const Change& change) {
  const auto found = std::find_if(connections_.begin(), connections_.end(),
                                  [&](const Connections::value_type& one) {
                                    return one.second.loan && one.second.loan->number == lease;
                                  });
  if (found == connections_.end()) {
    done(TP_E_CONFLICT);
    return;
  }
  Connection& connection = found->second;
  tp_status status = TP_OK;
  try {
    StoredTokens stored = connection.file.Read().value_or(StoredTokens());
    if (!connection.loan->lease.IsHeld() || stored.generation != connection.loan->seen_generation ||
        (change(stored) && !connection.file.Write(stored, connection.loan->lease))) {
      status = TP_E_CONFLICT;
    }
  } catch (const std::exception& failure) {
    LogFailure(failure);
    status = TP_E_INTERNAL;
  }
  connection.loan.reset();
  connection.next_look = {};
  if (connection.waiters.empty()) connections_.erase(found);
  done(status);
}

std::optional<TokenDesk::Clock::time_point> TokenDesk::Serve() {
  std::optional<Clock::time_point> next;
  for (auto at = connections_.begin(); at != connections_.end();) {
    Connection& connection = at->second;
    if (!connection.waiters.empty() && connection.next_look <= Clock::now()) ServeOne(connection);
    if (!connection.waiters.empty()) {
      next = std::min(next.value_or(connection.next_look), connection.next_look);
    }
    at = connection.waiters.empty() && !connection.loan ? connections_.erase(at) : std::next(at);
  }
  return next;
}

void TokenDesk::ServeOne(Connection& connection) {
  std::vector<Waiter> answered;
  tp_status status = TP_E_CONFLICT;
  std::optional<Waiter> next;
  try {
    const bool is_over =
        connection.loan && connection.loan->lease.until_ns() <= TimerQueue::NowNs();
    if (is_over) connection.loan.reset();
    std::optional<LeaseFile> lease =
        connection.loan ? std::optional<LeaseFile>() : TryLease(connection);
    // After that: whoever had the lease before cannot store anything any more.
    const std::uint64_t generation = connection.file.Read().value_or(StoredTokens()).generation;
    answered = TakeWaiters(
        connection, [&](const Waiter& waiter) { return waiter.seen_generation != generation; });
    if (lease && !connection.waiters.empty()) {
      next = std::move(connection.waiters.front());
      connection.waiters.pop_front();
      connection.loan.emplace(Loan{++last_loan_, generation, std::move(*lease)});
    }
  } catch (const std::exception& failure) {
    LogFailure(failure);
    status = TP_E_INTERNAL;
    answered = TakeWaiters(connection, [](const Waiter&) { return true; });
  }
  connection.next_look = Clock::now() + kLookInterval;
  if (connection.loan) {
    connection.next_look =
        Clock::time_point(std::chrono::nanoseconds(connection.loan->lease.until_ns()));
  }
  for (const Waiter& waiter : answered) waiter.done(status, 0);
  if (next) next->done(TP_OK, last_loan_);
}

std::optional<LeaseFile> TokenDesk::TryLease(Connection& connection) {
  // A look before the folder is locked, since most who wait look in vain.
  const std::string& name = connection.file.name();
  if (!LeaseFile::IsFree(folder_, name)) return std::nullopt;
  const Descriptor lock = folder_.TryLock();
  if (lock.is_open()) {
    connection.vain_looks = 0;
  } else if (++connection.vain_looks * kLookInterval < lease_time_) {
    return std::nullopt;
  }
  // The lock is held for the time of a few system calls. Who holds it for as long as this has been
  // stopped between two of them, and must not stop everybody else.
  return LeaseFile::Take(folder_, name, lease_time_);
}

template <typename Condition>
std::vector<TokenDesk::Waiter> TokenDesk::TakeWaiters(Connection& connection,
                                                      const Condition& condition) {
  std::vector<Waiter> taken;
  std::deque<Waiter> rest;
  for (Waiter& waiter : connection.waiters) {
    if (condition(waiter)) {
      taken.push_back(std::move(waiter));
    } else {
      rest.push_back(std::move(waiter));
    }
  }
  connection.waiters = std::move(rest);
  return taken;
}

TokenDesk::Connection& TokenDesk::At(const std::string& connection_id) {
  const auto found = connections_.find(connection_id);
  if (found != connections_.end()) return found->second;
  return connections_.try_emplace(connection_id, folder_, connection_id).first->second;
}

void TokenDesk::LogFailure(const std::exception& failure) {
  if (log_) log_(TP_LOG_ERROR, failure.what(), {});
}

}  // namespace task_host
