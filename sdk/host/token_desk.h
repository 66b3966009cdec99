// SPDX-License-Identifier: Apache-2.0
// What the thread of a FileTokenStore does: reads, and lends leases to those who wait, in the order
// in which they came. Not for several threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/lease_file.h"
#include "host/private_folder.h"
#include "host/services.h"
#include "host/token_file.h"
#include "host/token_store.h"

namespace task_host {

class TokenDesk {
 public:
  using Clock = std::chrono::steady_clock;

  // The folder must outlive the desk.
  TokenDesk(const PrivateFolder& folder, std::chrono::milliseconds lease_time, LogSink log);
  // Gives all leases back and answers those who wait with TP_E_CANCELLED.
  ~TokenDesk();
  TokenDesk(const TokenDesk&) = delete;
  TokenDesk& operator=(const TokenDesk&) = delete;

  // These are the functions of TokenStore. Read, Commit and Abandon have answered when they return.
  void Read(const std::string& connection_id, const TokenStore::ReadDone& done);
  void BeginRefresh(const std::string& connection_id, std::uint64_t seen_generation,
                    TokenStore::LeaseDone done);
  void Commit(std::uint64_t lease, TokenSet& tokens, const TokenStore::Done& done);
  void Abandon(std::uint64_t lease, bool grant_is_dead, const TokenStore::Done& done);

  // Serves those who wait, as far as that is possible now. Gives the time of the next attempt;
  // nothing when nobody waits.
  std::optional<Clock::time_point> Serve();

 private:
  struct Waiter {
    std::uint64_t seen_generation;
    TokenStore::LeaseDone done;
  };
  // A lease that this desk has lent.
  struct Loan {
    std::uint64_t number;
    std::uint64_t seen_generation;
    LeaseFile lease;
  };
  struct Connection {
    Connection(const PrivateFolder& folder, const std::string& id) : file(folder, id) {}
    TokenFile file;
    std::deque<Waiter> waiters;
    std::optional<Loan> loan;
    Clock::time_point next_look;  // the beginning of time: now
    int vain_looks = 0;           // at which the folder's lock was not to be had, in a row
  };
  using Connections = std::map<std::string, Connection, std::less<>>;

  Connection& At(const std::string& connection_id);
  void ServeOne(Connection& connection);
  std::optional<LeaseFile> TryLease(Connection& connection);
  // Takes those for whom it holds out of the queue.
  template <typename Condition>
  static std::vector<Waiter> TakeWaiters(Connection& connection, const Condition& condition);
  // Changes what is stored under a lease and ends it. change is told what is stored, and gives what
  // is to be stored instead; only if the generation is still the one seen.
  template <typename Change>
  void EndLoan(std::uint64_t lease, const TokenStore::Done& done, const Change& change);
  void LogFailure(const std::exception& failure);

  const PrivateFolder& folder_;
  const std::chrono::milliseconds lease_time_;
  const LogSink log_;
  Connections connections_;  // those with somebody who waits or has a lease
  std::uint64_t last_loan_ = 0;
};

}  // namespace task_host
