// SPDX-License-Identifier: Apache-2.0
// Loading, connecting, and the person's patience.
#include "taskhost/session.h"

#include <unistd.h>

#include "host/error.h"
#include "host/instance.h"
#include "host/plugin.h"
#include "host/text.h"
#include "taskhost/format.h"
#include "taskhost/host_texts.h"
#include "taskhost/interrupt.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/stop.h"
#include "taskhost/template.h"

namespace taskhost {
namespace {

using task_host::Result;

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

Result Cancelled(Language language) {
  Result result;
  result.status = TP_E_CANCELLED;
  result.retry = TP_RETRY_SAFE;
  result.error_code = "host.cancelled";
  result.error_message = Say(language, Text::kCancelledBefore);
  return result;
}

}  // namespace

void WarnIfReadableByOthers(const ConnectionFile& file, const std::string& path,
                            Language language) {
  if (!file.readable_by_others()) return;
  WriteAll(STDERR_FILENO,
           Label(Text::kWarning, language) +
               Say(language, Text::kReadableByOthers, path, task_host::ShellWord(path)) + "\n");
}

Result WithConnection(
    const Options& options, const task_host::Manifest& manifest, const std::string& policy,
    const task_host::ConnectionSpec& spec, Language language,
    const std::function<Result(task_host::Connection&, task_host::Operation&)>& work) try {
  InterruptWatcher interrupts(language);
  auto services = std::make_shared<task_host::HostServices>("taskhost", TASKHOST_VERSION,
                                                            options.log_level, WriteLogLine);
  const auto plugin = task_host::Plugin::Load(manifest);
  const auto instance = task_host::PluginInstance::Create(plugin, services, policy);
  const auto connection = task_host::Connection::Open(instance, spec);
  task_host::Operation operation(services);
  // A signal between here and the beginning is kept: the watcher asks until the plugin knows the
  // operation.
  if (interrupts.interrupted()) return Cancelled(language);
  const InterruptWatcher::CancelScope scope(interrupts,
                                            [&] { return instance->Cancel(operation.id()); });
  return InLanguage(language, work(*connection, operation));
} catch (const task_host::Refused& refused) {
  const std::string help = Labels(manifest, language).ErrorHelp(refused.result().error_code);
  throw Stop::From(refused, help, language);
}

}  // namespace taskhost
