// SPDX-License-Identifier: Apache-2.0
// Runs tasks: from an operation to a coroutine on the I/O thread, and back to one result.
#pragma once

#include <functional>
#include <memory>

#include "author/operation.h"
#include "author/plugin.h"
#include "plugin/tasks/statistics.h"
#include "plugin/zendesk/service.h"

namespace zendesk::tasks {

struct BulkForm;

using TaskFunction = Task<task_plugin::Output> (*)(Client client, const task_plugin::Input& input);
/// The same for what brings more than its input.
using TaskWork =
    std::function<Task<task_plugin::Output>(Client client, const task_plugin::Input& input)>;

/// [any thread] for every member but Stop() and AfterFork(), during which nothing else is called.
class Engine {
 public:
  Engine(const task_plugin::PluginContext& context, std::string_view plugin_version);

  /// Starts the I/O thread, if it is not there yet. Throws std::system_error.
  void Ready() { service_->Ready(); }

  /// Starts work that waits for no other and returns. The operation completes on the I/O thread.
  void Start(const TaskWork& run, const Account& account,
             const std::shared_ptr<task_plugin::Operation>& operation);

  /// The same for a task, which begins in its turn, see Service::StartInTurn().
  void StartInTurn(TaskFunction run, const Account& account,
                   const std::shared_ptr<task_plugin::Operation>& operation);

  /// The same for several of one task, of which some may travel together.
  void StartMany(TaskFunction run, const BulkForm& form, const Account& account,
                 const std::vector<std::shared_ptr<task_plugin::Operation>>& operations);

  /// Runs `work` on the I/O thread.
  void Post(std::function<void()> work);

  /// See DescribeStatistics().
  std::string Statistics() const { return DescribeStatistics(*service_); }

  /// Cancels everything and joins the I/O thread.
  void Stop() { service_.reset(); }

  /// In a child process: leaves the parent's I/O thread and sockets alone and begins anew.
  void AfterFork();

 private:
  const ServiceOptions options_;
  const std::vector<std::string> headers_;
  const std::shared_ptr<const task_plugin::Host> host_;
  const FileOpener open_file_;
  std::shared_ptr<Service> service_;
};

}  // namespace zendesk::tasks
