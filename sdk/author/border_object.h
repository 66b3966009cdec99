// SPDX-License-Identifier: Apache-2.0
// The objects behind the handles of task_plugin.h, and what every call on them begins with.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <string_view>

#include "author/copy_sized.h"
#include "author/operations.h"
#include "author/plugin_class.h"
#include "author/process_mark.h"
#include "author/schema.h"
#include "task_plugin.h"

struct tp_conn {
  std::unique_ptr<task_plugin::Connection> connection;
};

struct tp_plugin {
  tp_plugin(const task_plugin::PluginClass& plugin_class, task_plugin::PluginContext context);

  const task_plugin::Texts& texts() const { return locales->texts(); }

  /// The open operations, anew in a child process.
  std::shared_ptr<task_plugin::Operations> OpenOperations();

  const std::shared_ptr<const task_plugin::Host> host;
  const std::span<const task_plugin::TaskType> tasks;
  const std::shared_ptr<const task_plugin::Locales> locales;
  std::deque<task_plugin::LazySchema> schemas;  // in the order of tasks
  const task_plugin::Schema no_input;           // of operations that run no task
  const std::unique_ptr<task_plugin::Plugin> plugin;

 private:
  std::shared_ptr<task_plugin::Operations> MakeOperations() const;

  std::shared_ptr<task_plugin::Operations> operations_;
  task_plugin::ProcessMark process_;
};

namespace task_plugin {

/// Can it be completed?
bool IsUsable(const tp_sink* sink);
/// Throws Error when it cannot, or has a flag that is not known here.
void RequireUsable(const tp_sink* sink, const Texts& texts);
void RequireKnownFlags(const tp_sink& sink, const Texts& texts);

/// Before a result is promised. Throws Error.
void EnsureReady(Plugin& plugin);

/// An operation that nothing is known of but its sink. It enters before anything is looked at: from
/// then on cancel() finds it, and disconnect() waits for it.
std::shared_ptr<Operation> Open(const std::shared_ptr<Operations>& home, tp_conn& conn,
                                const tp_sink& sink, Waiter* waiter);

/// Runs `work`, and tells `diag`, which may be null, when it throws.
template <typename Work>
tp_status WithDiagnosis(const tp_sink* diag, const Texts& texts, Work work) noexcept {
  try {
    if (diag != nullptr && HasUnknownFlags(diag->flags)) {
      throw Error(Status::kNotImplemented, "not_implemented",
                  texts.Say("The diagnostic sink has a flag that this plugin does not know."));
    }
    work();
    return TP_OK;
  } catch (...) {
    const Error error = CurrentError(texts);
    if (IsUsable(diag)) Deliver(CopySized(diag), Result(error, texts));
    return static_cast<tp_status>(error.status);
  }
}

}  // namespace task_plugin
