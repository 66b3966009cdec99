// SPDX-License-Identifier: Apache-2.0
// A plugin object, also in a child process, and the checks of what a host hands over.
#include "author/border_object.h"

#include <sched.h>

#include <utility>

#include "author/abandon.h"
#include "author/launch.h"

using task_plugin::LogLevel;
using task_plugin::Operations;
using task_plugin::PluginClass;
using task_plugin::TaskType;

tp_plugin::tp_plugin(const PluginClass& plugin_class, task_plugin::PluginContext context)
    : host(context.host),
      tasks(plugin_class.tasks),
      locales(context.locales),
      no_input("", R"({"type":"object","additionalProperties":false})", *locales),
      plugin(plugin_class.make(std::move(context))),
      operations_(MakeOperations()) {
  for (const TaskType& task : tasks) schemas.emplace_back(task.id, task.input_schema, *locales);
}

std::shared_ptr<Operations> tp_plugin::MakeOperations() const {
  return std::make_shared<Operations>(
      [host = host](std::string_view bug) { host->Log(LogLevel::kPluginBug, bug); },
      locales->texts());
}

std::shared_ptr<Operations> tp_plugin::OpenOperations() {
  if (process_.IsHere()) return operations_;
  if (process_.TakeOver()) {
    try {
      // The parent's threads are not here, and may have held any lock: what they used is abandoned,
      // not destroyed.
      task_plugin::Abandon(std::exchange(operations_, MakeOperations()));
      plugin->AfterFork();
    } catch (...) {
      process_.NotTakenOver();
      throw;
    }
    process_.TakenOver();
  }
  while (!process_.IsHere()) sched_yield();  // another thread of this child renews
  return operations_;
}

namespace task_plugin {

bool IsUsable(const tp_sink* sink) {
  return sink != nullptr && TP_HAS(sink, tp_sink, complete) && sink->complete != nullptr;
}

void RequireUsable(const tp_sink* sink, const Texts& texts) {
  if (IsUsable(sink)) return;
  throw Error(Status::kInvalidArgument, "invalid_sink", texts.Say("A sink cannot be completed."));
}

void EnsureReady(Plugin& plugin) {
  try {
    plugin.Ready();
  } catch (...) {
    throw StartError(plugin.texts());
  }
}

std::shared_ptr<Operation> Open(const std::shared_ptr<Operations>& home, tp_conn& conn,
                                const tp_sink& sink, Waiter* waiter) {
  return std::make_shared<Operation>(home, *conn.connection, sink, waiter);
}

void RequireKnownFlags(const tp_sink& sink, const Texts& texts) {
  if (!HasUnknownFlags(sink.flags)) return;
  throw Error(Status::kNotImplemented, "not_implemented",
              texts.Say("The sink has a flag that this plugin does not know."));
}

}  // namespace task_plugin
