// SPDX-License-Identifier: Apache-2.0
// taskhost verify: does a connection work, as whom, and for which tasks?
#include <unistd.h>

#include "host/plugin.h"
#include "taskhost/commands.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/policy.h"
#include "taskhost/report.h"
#include "taskhost/session.h"
#include "taskhost/stop.h"
#include "taskhost/template.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Result;

Json Member(const Json& object, const char* name) {
  const Json* member = object.Find(name);
  return member == nullptr ? Json() : *member;
}

// "Mark tickets  open", or why it is not.
std::vector<std::string> Row(const Json& entry, const task_host::Manifest& manifest,
                             const Labels& labels, Language language) {
  const std::string id = entry.Text("task");
  const task_host::TaskEntry* task = manifest.FindTask(id);
  const bool open = Member(entry, "open").Serialize() == "true";
  return {task == nullptr ? id : labels.TaskTitle(*task),
          open ? Say(language, Text::kTaskOpen) : entry.Text("reason")};
}

std::string ReportText(const Result& result, const task_host::Manifest& manifest,
                       Language language) {
  const Labels labels(manifest, language);
  const Json output = Json::ParseReported(result.output_json);
  const Json user = Member(output, "user");
  std::vector<std::vector<std::string>> rows;
  rows.push_back({Say(language, Text::kAccount), Member(output, "account").Text("label")});
  if (user.object() != nullptr) {
    rows.push_back({Say(language, Text::kSignedInAs),
                    Say(language, Text::kUserWithRole, user.Text("name"), user.Text("role"))});
  }
  const Json tasks = Member(output, "tasks");
  if (tasks.array() != nullptr) {
    for (const Json& entry : *tasks.array()) rows.push_back(Row(entry, manifest, labels, language));
  }
  return Printable(Table(rows, 0));
}

}  // namespace

int Verify(const Options& options, const task_host::PluginRegistry& registry,
           const task_host::Environment& environment, Language language) {
  const ConnectionFile file(options.connection, language);
  const task_host::Manifest& manifest = *registry.FindPlugin(file.plugin()).manifest;
  const task_host::ConnectionSpec spec = file.SpecFor(manifest);
  WarnIfReadableByOthers(file, options.connection, language);
  const std::string policy = PolicyJson(options, environment, language);
  const Result result =
      WithConnection(options, manifest, policy, spec, language,
                     [](task_host::Connection& connection, task_host::Operation& operation) {
                       return connection.Verify(operation);
                     });
  const std::string help = Labels(manifest, language).ErrorHelp(result.error_code);
  bool written = true;
  if (options.json) {
    written = WriteOutput(JsonDocument(result, help), language);
  } else {
    if (result.ok()) written = WriteOutput(ReportText(result, manifest, language), language);
    WriteAll(STDERR_FILENO, DiagnosticText(result, language, help, Repetition::kIsHarmless));
  }
  // Nothing happened that one would have to know of: without its report a verdict is none.
  return written ? ExitCode(result) : static_cast<int>(kExitInternal);
}

}  // namespace taskhost
