// SPDX-License-Identifier: Apache-2.0
// taskhost connection rename and remove.
#include <unistd.h>

#include "host/error.h"
#include "taskhost/commands.h"
#include "taskhost/connection_store.h"
#include "taskhost/exit_code.h"
#include "taskhost/facts.h"
#include "taskhost/format.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/prompt.h"
#include "taskhost/session.h"
#include "taskhost/stop.h"
#include "taskhost/tokens.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Manifest;
using task_host::Result;

Result Revoke(const Options& options, const task_host::PluginRegistry& registry,
              const task_host::Environment& environment, const ConnectionFile& file,
              Language language) {
  const Manifest& manifest = *registry.FindPlugin(file.plugin()).manifest;
  return WithConnection(
      options, environment, manifest, file.SpecFor(manifest), language, [](Session& session) {
        return session.Do([](task_host::Connection& connection, task_host::Operation& operation) {
          return connection.Revoke(operation);
        });
      });
}

// What became of the access at the service, for the document; null when nobody asked. Throws Stop
// when it could not be ended: then the connection has to stay.
Json RevokeIfWanted(const Options& options, const task_host::PluginRegistry& registry,
                    const task_host::Environment& environment, const NamedConnection& connection,
                    Language language) {
  bool wanted = options.revoke;
  if (!wanted && !options.yes) wanted = AskYesNo(Say(language, Text::kAskRevoke), language);
  if (!wanted) return Json();
  if (!connection.file) throw Stop::Connection(connection.fault);
  const Result result = Revoke(options, registry, environment, *connection.file, language);
  if (result.status == TP_E_NOT_IMPLEMENTED) {
    WriteAll(STDERR_FILENO,
             Label(Text::kWarning, language) + Say(language, Text::kCannotRevoke) + "\n");
    return Json(false);
  }
  if (!result.ok()) {
    throw Stop(ExitCode(result), result.status, result.error_code,
               Say(language, Text::kKeptNotRevoked, connection.name, result.error_message));
  }
  const Json output = Json::ParseReported(result.output_json);
  const Json* revoked = output.Find("revoked");
  return Json(revoked != nullptr && revoked->boolean() != nullptr && *revoked->boolean());
}

}  // namespace

int ConnectionRename(const Options& options, const task_host::Environment& environment,
                     Language language) {
  const ConnectionStore store(environment, language);
  const NamedConnection connection = store.FindOwn(options.connection);
  store.Rename(connection, options.new_name);
  Json facts;
  facts.Set("name", Json(options.new_name));
  facts.Set("id", Json(connection.file->id()));
  return ReportFacts(
      options, facts,
      Say(language, Text::kRenamed, connection.name, options.new_name, connection.file->id()),
      language);
}

int ConnectionRemove(const Options& options, const task_host::PluginRegistry& registry,
                     const task_host::Environment& environment, Language language) {
  const ConnectionStore store(environment, language);
  const NamedConnection connection = store.FindOwn(options.connection);
  const std::string id = connection.file ? connection.file->id() : std::string();
  if (!options.yes) {
    if (!CanAsk()) throw Stop::Usage(Say(language, Text::kNeedsYes));
    WriteAll(STDERR_FILENO, Say(language, Text::kWorkflowsWillStop, connection.name) + "\n");
    if (!AskYesNo(Say(language, Text::kAskRemove, connection.name), language)) {
      throw Stop(kExitCancelled, TP_E_CANCELLED, "host.cancelled",
                 Say(language, Text::kNotRemoved, connection.name));
    }
  }
  const Json revoked = RevokeIfWanted(options, registry, environment, connection, language);
  store.Remove(connection);
  if (!id.empty()) ForgetTokens(store, id);
  Json facts;
  facts.Set("name", Json(connection.name));
  if (!id.empty()) facts.Set("id", Json(id));
  if (!revoked.is_null()) facts.Set("revoked", revoked);
  std::string text = Say(language, Text::kRemoved, connection.name);
  if (!revoked.is_null()) {
    text += " " + Say(language, *revoked.boolean() ? Text::kRevoked : Text::kNothingRevoked);
  }
  return ReportFacts(options, facts, text, language);
}

}  // namespace taskhost
