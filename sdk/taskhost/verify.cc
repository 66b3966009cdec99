// SPDX-License-Identifier: Apache-2.0
// taskhost verify: does a connection work, as whom, and for which tasks?
#include "taskhost/verify.h"

#include <unistd.h>

#include "taskhost/commands.h"
#include "taskhost/connection_choice.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/report.h"

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

// A word for what came of a check; a word of a later version stands for itself.
std::string StateText(const std::string& state, Language language) {
  if (state == "ok") return Say(language, Text::kCheckOk);
  if (state == "warning") return Say(language, Text::kCheckWarning);
  if (state == "failed") return Say(language, Text::kCheckFailed);
  if (state == "skipped") return Say(language, Text::kCheckSkipped);
  return state;
}

std::string ChecksText(const Json& report, Language language) {
  std::vector<std::vector<std::string>> rows;
  if (report.array() == nullptr) return {};
  for (const Json& line : *report.array()) {
    rows.push_back({StateText(line.Text("state"), language), line.Text("text")});
  }
  return Table(rows, 0);
}

std::string SummaryText(const Json& output, const task_host::Manifest& manifest,
                        Language language) {
  const Labels labels(manifest, language);
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
  return Table(rows, 0);
}

}  // namespace

Result AskToVerify(Session& session) {
  return session.Do([](task_host::Connection& connection, task_host::Operation& operation) {
    return connection.Verify(operation);
  });
}

std::string VerifyText(const Result& result, const task_host::Manifest& manifest,
                       Language language) {
  const std::string& document = result.ok() ? result.output_json : result.error_details_json;
  const Json said = document.empty() ? Json() : Json::ParseReported(document);
  // A report tells all that the summary does.
  const std::string checks = ChecksText(Member(said, "report"), language);
  if (!checks.empty() || !result.ok()) return Printable(checks);
  return Printable(SummaryText(said, manifest, language));
}

int Verify(const Options& options, const task_host::PluginRegistry& registry,
           const task_host::Environment& environment, Language language) {
  const ConnectionFile file = ChooseConnection(options.connection, environment, language);
  const task_host::Manifest& manifest = *registry.FindPlugin(file.plugin()).manifest;
  const Result result =
      WithConnection(options, environment, manifest, file.SpecFor(manifest), language, AskToVerify);
  const std::string help = Labels(manifest, language).ErrorHelp(result.error_code);
  bool written = true;
  if (options.json) {
    written = WriteOutput(JsonDocument(result, help), language);
  } else {
    written = WriteOutput(VerifyText(result, manifest, language), language);
    WriteAll(STDERR_FILENO, DiagnosticText(result, language, help, Repetition::kIsHarmless));
  }
  // Nothing happened that one would have to know of: without its report a verdict is none.
  return written ? ExitCode(result) : static_cast<int>(kExitInternal);
}

}  // namespace taskhost
