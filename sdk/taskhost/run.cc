// SPDX-License-Identifier: Apache-2.0
// taskhost run: one task, once, or once for each line of a file.
#include <unistd.h>

#include "host/connection.h"
#include "host/error.h"
#include "taskhost/attachments.h"
#include "taskhost/commands.h"
#include "taskhost/connection_choice.h"
#include "taskhost/dry_run.h"
#include "taskhost/each_command.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/input.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/report.h"
#include "taskhost/session.h"
#include "taskhost/stats.h"
#include "taskhost/stop.h"
#include "taskhost/time_text.h"

namespace taskhost {
namespace {

using task_host::Result;
using task_host::TaskEntry;

task_host::TaskRequest MakeRequest(const Options& options, const TaskEntry& task,
                                   std::string input_json) {
  task_host::TaskRequest request;
  request.task_type = task.id;
  request.input_json = std::move(input_json);
  request.idempotency_key = options.idempotency_key;
  request.attempt = static_cast<std::uint32_t>(options.attempt);
  request.traceparent = options.traceparent;
  request.schema_version = task.schema_version;
  request.dry_run = options.dry_run;
  if (options.deadline_ms > 0) request.deadline_unix_ms = NowUnixMs() + options.deadline_ms;
  return request;
}

}  // namespace

int Run(const Options& options, const task_host::PluginRegistry& registry,
        const task_host::Environment& environment, Language language) {
  const auto found = registry.FindTask(options.task);
  const task_host::Manifest& manifest = *found.plugin->manifest;
  const task_host::TaskEntry& task = *found.task;
  if (options.dry_run && !task.dry_run) {
    throw Stop::Usage(Say(language, Text::kNoDryRun, task.id));
  }
  const bool writes = task.side_effects == "write" || task.side_effects == "destructive";
  if (!options.idempotency_key.empty() && writes && task.idempotency == "none") {
    WriteAll(STDERR_FILENO,
             Label(Text::kWarning, language) + Say(language, Text::kKeyIsNoHelp, task.id) + "\n");
  }
  const task_host::ConnectionSpec spec =
      ConnectionFor(options.connection, environment, manifest, task, language);
  if (!options.each.empty()) {
    return RunEach(options, environment, manifest, task, spec, language);
  }
  const AttachmentPlace files = AttachmentPlace::Of(options, task, language);
  std::string stats;
  const std::string input = BuildInput(options, task, language);
  const Result result =
      WithConnection(options, environment, manifest, spec, language, [&](Session& session) {
        const std::string whole =
            files.Fill(input, session.connection().instance()->services()->blobs());
        Result end =
            session.Do([&](task_host::Connection& connection, task_host::Operation& operation) {
              return connection.Execute(MakeRequest(options, task, whole), operation);
            });
        if (options.stats) stats = session.connection().instance()->Stats();
        return end;
      });
  const std::string help = Labels(manifest, language).ErrorHelp(result.error_code);
  // The exit code tells what became of the task, whether or not anybody could read its output.
  if (options.json) {
    const std::string document = JsonDocument(result, help);
    WriteOutput(options.stats ? WithStats(document, stats) : document, language);
  } else {
    if (result.ok()) {
      WriteOutput(options.dry_run ? DryRunText(result, language)
                                  : OutputText(result, &manifest, &task, language),
                  language);
    }
    WriteAll(STDERR_FILENO, DiagnosticText(result, language, help,
                                           task.idempotency == "native" ? Repetition::kIsHarmless
                                                                        : Repetition::kRepeats));
    if (options.stats) WriteOutput(StatsText(stats, language), language);
  }
  return ExitCode(result);
}

}  // namespace taskhost
