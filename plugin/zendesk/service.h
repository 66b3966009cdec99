// SPDX-License-Identifier: Apache-2.0
// The way to Zendesk that all accounts of a plugin object share.
#pragma once

#include <functional>

#include "plugin/zendesk/client.h"

namespace zendesk {

using ServiceOptions = transport::Options;
using ServiceLog = transport::Log;
using LogLevel = transport::Level;
using RunningTask = transport::Handle;

/// One I/O thread, which starts with the first task. See transport::Transport, whose rules for
/// threads and fork() hold here too.
class Service {
 public:
  /// `headers` go with every request, whatever the account.
  Service(ServiceOptions options, std::vector<std::string> headers)
      : headers_(std::move(headers)), transport_(std::move(options)) {}

  /// [any thread] See transport::Transport::Ready().
  void Ready() { transport_.Ready(); }

  /// [any thread] Runs the task on the I/O thread; `done` gets what it threw, or null, exactly
  /// once.
  RunningTask Start(Task<void> task, std::function<void(std::exception_ptr)> done) {
    return transport_.Start(std::move(task), std::move(done));
  }

  Client ClientFor(const Account& account, transport::Deadline deadline, Work work) {
    return {transport_, turns_, headers_, account, deadline, std::move(work)};
  }

 private:
  const std::vector<std::string> headers_;
  transport::Turns turns_;  // outlives the tasks that take them
  transport::Transport transport_;
};

}  // namespace zendesk
