// SPDX-License-Identifier: Apache-2.0
// Loading, connecting, and the person's patience.
#include "taskhost/session.h"

#include <unistd.h>

#include "host/error.h"
#include "host/instance.h"
#include "host/plugin.h"
#include "taskhost/connection_store.h"
#include "taskhost/format.h"
#include "taskhost/host_texts.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/policy.h"
#include "taskhost/stop.h"
#include "taskhost/tokens.h"

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

}  // namespace

Result Cancelled(Language language) {
  Result result;
  result.status = TP_E_CANCELLED;
  result.retry = TP_RETRY_SAFE;
  result.error_code = "host.cancelled";
  result.error_message = Say(language, Text::kCancelledBefore);
  return result;
}

Result Session::Do(const Call& call) {
  task_host::Operation operation(connection_->instance()->services());
  // A signal between here and the beginning is kept: the watcher asks until the plugin knows the
  // operation.
  if (interrupts_.interrupted()) return Cancelled(language_);
  const InterruptWatcher::CancelScope scope(
      interrupts_, [&] { return connection_->instance()->Cancel(operation.id()); });
  return InLanguage(language_, call(*connection_, operation));
}

void UseConnection(const Options& options, const task_host::Environment& environment,
                   const task_host::Manifest& manifest, const task_host::ConnectionSpec& spec,
                   Language language, const std::function<void(Session&)>& work) try {
  InterruptWatcher interrupts(language);
  const std::string policy = PolicyJson(options, environment, language);
  auto services = std::make_shared<task_host::HostServices>(
      "taskhost", TASKHOST_VERSION, options.log_level, WriteLogLine,
      OpenTokens(ConnectionStore(environment, language),
                 options.log_level >= TP_LOG_HOST_BUG + 1 ? task_host::LogSink() : WriteLogLine));
  const auto plugin = task_host::Plugin::Load(manifest);
  const auto instance = task_host::PluginInstance::Create(plugin, services, policy);
  Session session(interrupts, task_host::Connection::Open(instance, spec), language);
  work(session);
} catch (const task_host::Refused& refused) {
  const std::string help = Labels(manifest, language).ErrorHelp(refused.result().error_code);
  throw Stop::From(refused, help, language);
}

}  // namespace taskhost
