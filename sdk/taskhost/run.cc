// SPDX-License-Identifier: Apache-2.0
// taskhost run: one task, once.
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "host/connection.h"
#include "host/error.h"
#include "host/instance.h"
#include "host/plugin.h"
#include "taskhost/commands.h"
#include "taskhost/connection_file.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/input.h"
#include "taskhost/interrupt.h"
#include "taskhost/output.h"
#include "taskhost/policy.h"
#include "taskhost/report.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Connection;
using task_host::Result;
using task_host::TaskEntry;

void WriteLogLine(std::int32_t level, std::string_view message, std::string_view fields) {
  std::string line(task_host::LogLevelName(level));
  line += " ";
  line += message;
  if (!fields.empty()) (line += " ") += fields;
  // One line of the log is one line of the output, and one write.
  line = Printable(line);
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  WriteAll(STDERR_FILENO, line + "\n");
}

task_host::ConnectionSpec ChooseConnection(const Options& options,
                                           const task_host::Manifest& manifest,
                                           const TaskEntry& task, Language language) {
  if (options.connection.empty()) {
    const auto& types = task.connections;
    if (types.empty() || std::find(types.begin(), types.end(), "none") != types.end()) {
      return NoConnection();
    }
    std::string accepted;
    for (const std::string& type : types) {
      accepted += (accepted.empty() ? "" : ", ") + type;
    }
    throw Stop::Usage(Say(language, Text::kNeedsConnection, task.id, accepted));
  }
  ConnectionFile file = ReadConnectionFile(options.connection, manifest, task, language);
  if (file.readable_by_others) {
    WriteAll(STDERR_FILENO,
             Label(Text::kWarning, language) +
                 Say(language, Text::kReadableByOthers, options.connection, options.connection) +
                 "\n");
  }
  return std::move(file.spec);
}

task_host::TaskRequest MakeRequest(const Options& options, const TaskEntry& task,
                                   std::string input_json) {
  task_host::TaskRequest request;
  request.task_type = task.id;
  request.input_json = std::move(input_json);
  request.idempotency_key = options.idempotency_key;
  request.schema_version = task.schema_version;
  request.dry_run = options.dry_run;
  if (options.deadline_ms > 0) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    request.deadline_unix_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(now).count() + options.deadline_ms;
  }
  return request;
}

Result Cancelled() {
  Result result;
  result.status = TP_E_CANCELLED;
  result.retry = TP_RETRY_SAFE;
  result.error_code = "host.cancelled";
  result.error_message = "Cancelled before the task began.";
  return result;
}

Result RunTask(const Options& options, const task_host::Manifest& manifest, const TaskEntry& task,
               const std::string& policy, const task_host::ConnectionSpec& spec,
               const std::string& input_json) {
  InterruptWatcher interrupts;
  auto services = std::make_shared<task_host::HostServices>("taskhost", TASKHOST_VERSION,
                                                            options.log_level, WriteLogLine);
  const auto plugin = task_host::Plugin::Load(manifest);
  const auto instance = task_host::PluginInstance::Create(plugin, services, policy);
  const auto connection = Connection::Open(instance, spec);
  task_host::Operation operation(services);
  // A signal between here and the beginning is kept: the watcher asks until the plugin knows the
  // operation.
  if (interrupts.interrupted()) return Cancelled();
  const InterruptWatcher::CancelScope scope(interrupts,
                                            [&] { return instance->Cancel(operation.id()); });
  return connection->Execute(MakeRequest(options, task, input_json), operation);
}

}  // namespace

int Run(const Options& options, const task_host::PluginRegistry& registry,
        const task_host::Environment& environment, Language language) {
  const auto [plugin, task] = registry.FindTask(options.task);
  const task_host::Manifest& manifest = *plugin->manifest;
  if (options.dry_run && !task->dry_run) {
    throw Stop::Usage(Say(language, Text::kNoDryRun, task->id));
  }
  const task_host::ConnectionSpec spec = ChooseConnection(options, manifest, *task, language);
  const std::string input = BuildInput(options, *task, language);
  const std::string policy = PolicyJson(options, environment, language);
  const Result result = RunTask(options, manifest, *task, policy, spec, input);
  bool written = true;
  if (options.json) {
    written = WriteAll(STDOUT_FILENO, JsonDocument(result));
  } else {
    if (result.ok()) {
      written = WriteAll(STDOUT_FILENO, OutputText(result, &manifest, task, language));
    }
    WriteAll(STDERR_FILENO, DiagnosticText(result, language));
  }
  // The exit code tells what became of the task, whether or not anybody could read its output.
  if (!written) WriteAll(STDERR_FILENO, Say(language, Text::kCannotWrite) + "\n");
  return ExitCode(result);
}

}  // namespace taskhost
