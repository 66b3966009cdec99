// SPDX-License-Identifier: Apache-2.0
// A plugin at work for one command.
#pragma once

#include <functional>
#include <memory>

#include "host/connection.h"
#include "host/manifest.h"
#include "host/operation.h"
#include "host/search_path.h"
#include "taskhost/interrupt.h"
#include "taskhost/options.h"

namespace taskhost {

class Session {
 public:
  using Call = std::function<task_host::Result(task_host::Connection&, task_host::Operation&)>;

  Session(InterruptWatcher& interrupts, std::shared_ptr<task_host::Connection> connection,
          Language language)
      : interrupts_(interrupts), connection_(std::move(connection)), language_(language) {}

  // Runs an operation, which an interrupt cancels by its name.
  task_host::Result Do(const Call& call);
  // For what is waited for between operations.
  InterruptWatcher& interrupts() { return interrupts_; }

 private:
  InterruptWatcher& interrupts_;
  std::shared_ptr<task_host::Connection> connection_;
  Language language_;
};

// The end of what an interrupt came before.
task_host::Result Cancelled(Language language);

// Loads the plugin under the host's policy, opens the connection and does the work. Throws
// task_host::Error, and Stop when the policy is at fault or the plugin refuses it or the
// connection.
task_host::Result WithConnection(const Options& options, const task_host::Environment& environment,
                                 const task_host::Manifest& manifest,
                                 const task_host::ConnectionSpec& spec, Language language,
                                 const std::function<task_host::Result(Session&)>& work);

}  // namespace taskhost
