// SPDX-License-Identifier: Apache-2.0
// taskhost connection add: asks for what is needed, lets the plugin judge it, and keeps it.
#include <unistd.h>

#include "taskhost/commands.h"
#include "taskhost/connection_form.h"
#include "taskhost/connection_guide.h"
#include "taskhost/connection_store.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/output.h"
#include "taskhost/prompt.h"
#include "taskhost/random_text.h"
#include "taskhost/redirect.h"
#include "taskhost/report.h"
#include "taskhost/session.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::ConnectionType;
using task_host::Json;
using task_host::Manifest;
using task_host::Result;

const Manifest& ChoosePlugin(const Options& options, const task_host::PluginRegistry& registry,
                             Language language) {
  std::string id = options.plugin;
  if (id.empty()) {
    std::vector<std::pair<std::string, std::string>> choices;
    for (const task_host::PluginEntry& entry : registry.entries()) {
      if (entry.state != task_host::PluginEntry::State::kUsable) continue;
      if (entry.manifest->connections.empty()) continue;
      choices.emplace_back(entry.id, Labels(*entry.manifest, language).PluginName());
    }
    if (choices.size() == 1) {
      id = choices[0].first;
    } else if (choices.empty() || !CanAsk()) {
      throw Stop::Usage(Say(language, Text::kNeedsPlugin));
    } else {
      id = AskForOne(Say(language, Text::kPlugin), choices, language);
    }
  }
  return *registry.FindPlugin(id).manifest;
}

const ConnectionType& ChooseType(const Options& options, const Manifest& manifest,
                                 Language language) {
  if (!options.type.empty()) return TypeNamed(manifest, options.type, language);
  if (manifest.connections.size() == 1) return manifest.connections[0];
  const Labels labels(manifest, language);
  std::vector<std::pair<std::string, std::string>> choices;
  std::string known;
  for (const ConnectionType& type : manifest.connections) {
    choices.emplace_back(type.id, labels.ConnectionTitle(type));
    known += (known.empty() ? "" : ", ") + type.id;
  }
  if (choices.empty() || !CanAsk()) {
    throw Stop::Usage(Say(language, Text::kNeedsType, manifest.id, known));
  }
  return TypeNamed(manifest, AskForOne(Say(language, Text::kConnectionType), choices, language),
                   language);
}

int Guide(const Options& options, const Manifest& manifest, Language language) {
  const std::string text = options.json
                               ? GuideDocument(manifest, options.type, language).Serialize() + "\n"
                               : Printable(GuideText(manifest, options.type, language));
  return WriteOutput(text, language) ? kExitOk : kExitInternal;
}

// Opens the connection, which sends nothing. Is it one for which a person has to sign in?
bool NeedsSignIn(const Options& options, const task_host::Environment& environment,
                 const Manifest& manifest, const ConnectionFile& file, Language language) {
  const Result end = WithConnection(
      options, environment, manifest, file.SpecFor(manifest), language, [&](Session& session) {
        task_host::SignInRequest request;
        request.redirect_uri = Redirect::UriOf(file.credentials());
        request.state = RandomText(32);
        request.code_verifier = RandomText(32);
        return session.Do([&](task_host::Connection& connection, task_host::Operation& operation) {
          return connection.BeginSignIn(request, operation);
        });
      });
  if (end.status == TP_E_CANCELLED) {
    throw Stop(kExitCancelled, end.status, end.error_code, end.error_message);
  }
  return end.ok();
}

std::string AddedText(const Json& facts, Language language) {
  const std::string name = facts.Text("name");
  std::vector<std::vector<std::string>> rows = {{Say(language, Text::kName), name},
                                                {Say(language, Text::kId), facts.Text("id")},
                                                {Say(language, Text::kFile), facts.Text("path")}};
  const std::string redirect = facts.Text("redirect_uri");
  if (redirect.empty()) {
    rows.push_back({Say(language, Text::kNextStep), Say(language, Text::kVerifyStep, name)});
  } else {
    rows.push_back({Say(language, Text::kRedirectAddress), redirect});
    rows.push_back({Say(language, Text::kNextStep), Say(language, Text::kConnectionStep, name)});
  }
  return Table(rows, 0);
}

}  // namespace

int ConnectionAdd(const Options& options, const task_host::PluginRegistry& registry,
                  const task_host::Environment& environment, Language language) {
  if (options.guide) return Guide(options, ChoosePlugin(options, registry, language), language);
  const ConnectionStore store(environment, language);
  store.CheckName(options.connection);
  const Manifest& manifest = ChoosePlugin(options, registry, language);
  const ConnectionType& type = ChooseType(options, manifest, language);
  const Labels labels(manifest, language);
  if (options.credentials.empty() && CanAsk()) {
    WriteAll(STDERR_FILENO, Printable(GuideText(labels, type)) + "\n");
  }
  ConnectionParts parts = FillForm(options, FieldsOf(labels, type), language);
  Json document;
  document.Set("id", Json(NewConnectionId()));
  document.Set("plugin", Json(manifest.id));
  document.Set("type", Json(type.id));
  document.Set("settings", std::move(parts.settings));
  document.Set("credentials", std::move(parts.credentials));
  const std::filesystem::path path = store.own_folder() / (options.connection + ".json");
  const ConnectionFile file(path.string(), document, language);
  Json facts;
  facts.Set("name", Json(options.connection));
  facts.Set("id", Json(file.id()));
  facts.Set("path", Json(path.string()));
  if (NeedsSignIn(options, environment, manifest, file, language)) {
    facts.Set("redirect_uri", Json(Redirect::UriOf(file.credentials())));
  }
  store.Add(options.connection, document);
  Result result;
  result.status = TP_OK;
  result.output_json = facts.Serialize();
  WriteOutput(options.json ? JsonDocument(result) : AddedText(facts, language), language);
  return kExitOk;
}

}  // namespace taskhost
