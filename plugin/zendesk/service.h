// SPDX-License-Identifier: Apache-2.0
// The way to Zendesk that all accounts of a plugin object share.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "plugin/transport/lane.h"
#include "plugin/zendesk/client.h"

namespace zendesk {

using ServiceOptions = transport::Options;
using ServiceLog = transport::Log;
using LogLevel = transport::Level;
using RunningTask = transport::Handle;
using TaskPlace = transport::Entrant;
using TaskStart = transport::Transport::Begin;

/// One I/O thread, which starts with the first task. See transport::Transport, whose rules for
/// threads and fork() hold here too.
class Service {
 public:
  /// `headers` go with every request, whatever the account.
  /// `fold` makes names of the accounts' catalogs equal.
  Service(ServiceOptions options, std::vector<std::string> headers, NameFold fold,
          FileOpener open_file);

  /// [any thread] See transport::Transport::Ready().
  void Ready() { transport_.Ready(); }

  /// [any thread] Runs the task on the I/O thread; `done` gets what it threw, or null, exactly
  /// once.
  RunningTask Start(Task<void> task, std::function<void(std::exception_ptr)> done) {
    return transport_.Start(std::move(task), std::move(done));
  }

  /// [any thread] The same for a task that an account has many of: of each `kind` some hundred are
  /// at work at a time, and others begin in their turn, but no later than after the account's
  /// longest wait, or at the deadline.
  RunningTask StartInTurn(const Account& account, size_t kind, transport::Deadline deadline,
                          TaskStart start, std::function<void(std::exception_ptr)> done);

  /// [I/O thread] What a task has cost that begins after it has stood in line.
  void CountLine(Cost& cost, const TaskPlace& place) { CountWait(place.lined_up, cost, counters_); }

  /// [any thread] See Client. `place` is that of a task which has begun in its turn, or null.
  Client ClientFor(const Account& account, transport::Deadline deadline, Work work, Cost& cost,
                   TaskPlace* place);

  /// [any thread] A name for work without one, see NewKeys.
  std::string NewKey() { return new_keys_.Next(); }

  /// [any thread]
  transport::Mailbox mailbox() const { return transport_.mailbox(); }

  /// [any thread] The levels of each account's limits, by its origin.
  void ForEachAccount(const std::function<void(const std::string&, const Governor&)>& visit) const;

  /// [any thread]
  const Counters& counters() const { return counters_; }
  int64_t connections_made() const { return transport_.connections_made(); }

 private:
  // What all connections of one account share.
  struct Shared {
    Governor governor;
    std::map<size_t, transport::Lane> lanes;  // guarded by mutex_; what is in it stays
  };

  Shared& SharedBy(const Account& account);
  Catalog& CatalogOf(const Account& account);
  transport::Lane& LaneOf(const Account& account, size_t kind);

  const std::vector<std::string> headers_;
  const NameFold fold_;
  const FileOpener open_file_;
  Chance chance_;
  NewKeys new_keys_;
  Counters counters_;
  mutable std::mutex mutex_;
  std::map<std::string, Shared> accounts_;  // by origin; guarded by mutex_; what is in it stays
  // As long as the connection lives; guarded by mutex_.
  std::map<std::weak_ptr<const void>, Catalog, std::owner_less<>> catalogs_;
  const size_t most_at_work_;  // of one account and kind
  transport::Turns turns_;     // outlives the tasks that take them
  transport::Transport transport_;
};

}  // namespace zendesk
