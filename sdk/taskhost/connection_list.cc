// SPDX-License-Identifier: Apache-2.0
// taskhost connection list and show: what is kept, without its secrets.
#include <unistd.h>

#include <chrono>

#include "host/error.h"
#include "taskhost/commands.h"
#include "taskhost/connection_fields.h"
#include "taskhost/connection_store.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/output.h"
#include "taskhost/time_text.h"
#include "taskhost/tokens.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Manifest;

// NULL when the plugin is not there: what is kept can be shown all the same.
const Manifest* ManifestOf(const ConnectionFile& file, const task_host::PluginRegistry& registry) {
  try {
    return &*registry.FindPlugin(file.plugin()).manifest;
  } catch (const task_host::Error&) {
    return nullptr;
  }
}

std::string Account(const ConnectionFile& file, const task_host::PluginRegistry& registry) {
  const Manifest* manifest = ManifestOf(file, registry);
  const auto* type = manifest == nullptr ? nullptr : manifest->FindConnection(file.type());
  return type == nullptr ? std::string() : AccountOf(*type, file.settings());
}

const char* StateName(const NamedConnection& one, const ConnectionStore& store) {
  if (!one.file) return "broken";
  return StateOf(store, one.file->id()).status == TP_E_UNAUTHENTICATED ? "sign_in_again" : "ready";
}

std::string StateText(const std::string& state, Language language) {
  if (state == "broken") return Say(language, Text::kBroken);
  return Say(language, state == "ready" ? Text::kReady : Text::kSignInAgain);
}

Json EntryDocument(const NamedConnection& one, const ConnectionStore& store,
                   const task_host::PluginRegistry& registry) {
  Json entry;
  entry.Set("name", Json(one.name));
  if (one.file) {
    entry.Set("id", Json(one.file->id()));
    entry.Set("plugin", Json(one.file->plugin()));
    entry.Set("type", Json(one.file->type()));
    const std::string account = Account(*one.file, registry);
    if (!account.empty()) entry.Set("account", Json(account));
  }
  entry.Set("shared", Json(one.shared));
  entry.Set("state", Json(StateName(one, store)));
  if (!one.file) entry.Set("reason", Json(one.fault));
  entry.Set("path", Json(one.path.string()));
  return entry;
}

std::string ListText(const Json::Array& entries, Language language) {
  if (entries.empty()) return Say(language, Text::kNoConnections) + "\n";
  std::vector<std::vector<std::string>> rows = {
      {Say(language, Text::kName), Say(language, Text::kAccount), Say(language, Text::kPlugin),
       Say(language, Text::kConnectionType), Say(language, Text::kOwner), Say(language, Text::kId),
       Say(language, Text::kState)}};
  for (const Json& entry : entries) {
    const std::string reason = entry.Text("reason");
    std::string state = StateText(entry.Text("state"), language);
    if (!reason.empty()) state += Say(language, Text::kColon) + reason;
    const bool shared = *entry.Find("shared")->boolean();
    rows.push_back({entry.Text("name"), entry.Text("account"), entry.Text("plugin"),
                    entry.Text("type"), Say(language, shared ? Text::kShared : Text::kOwn),
                    entry.Text("id"), state});
  }
  return Table(rows, 0);
}

// Secrets are told to be there or not, and nothing more.
Json Shown(const ConnectionField& field, const Json* value) {
  if (field.secret) return Json(value == nullptr ? "not_set" : "set");
  return value == nullptr ? Json() : *value;
}

Json FieldsDocument(const std::vector<ConnectionField>& fields, const ConnectionFile& file,
                    bool credentials) {
  Json document{Json::Object()};
  for (const ConnectionField& field : fields) {
    if (field.credential != credentials) continue;
    const Json& part = credentials ? file.credentials() : file.settings();
    const Json value = Shown(field, part.Find(field.name));
    if (!value.is_null()) document.Set(field.name, value);
  }
  return document;
}

Json TokenDocument(const TokenState& tokens) {
  Json document;
  document.Set("state", Json(tokens.status == TP_OK                  ? "stored"
                             : tokens.status == TP_E_UNAUTHENTICATED ? "sign_in_again"
                             : tokens.status == TP_E_NOT_FOUND       ? "none"
                                                                     : "unreadable"));
  document.Set("generation", Json(static_cast<std::int64_t>(tokens.generation)));
  if (!tokens.scope.empty()) document.Set("scope", Json(tokens.scope));
  if (tokens.expires_at_unix_ms != 0) {
    const std::chrono::milliseconds since_1970(tokens.expires_at_unix_ms);
    document.Set("expires_at", Json(UtcText(std::chrono::system_clock::time_point(since_1970))));
  }
  return document;
}

std::string TokenText(const Json& tokens, Language language) {
  const std::string state = tokens.Text("state");
  if (state == "none") return Say(language, Text::kNoTokens);
  if (state == "unreadable") return Say(language, Text::kTokensUnreadable);
  std::string text = Say(language, Text::kGeneration, tokens.Find("generation")->Serialize());
  const std::string expires = tokens.Text("expires_at");
  if (!expires.empty()) text += ", " + Say(language, Text::kExpires, expires);
  const std::string scope = tokens.Text("scope");
  if (!scope.empty()) text += ", " + Say(language, Text::kScopes, scope);
  return state == "stored" ? text : Say(language, Text::kSignInAgain) + " (" + text + ")";
}

std::string FieldText(const ConnectionField& field, const Json* value, Language language) {
  if (field.secret) return Say(language, value == nullptr ? Text::kNotSet : Text::kSet);
  return value->string() != nullptr ? *value->string() : value->Serialize();
}

std::string ShowText(const NamedConnection& one, const std::vector<ConnectionField>& fields,
                     const Json& facts, Language language) {
  std::vector<std::vector<std::string>> rows = {
      {Say(language, Text::kName), one.name},
      {Say(language, Text::kId), one.file->id()},
      {Say(language, Text::kFile), one.path.string()},
      {Say(language, Text::kOwner), Say(language, one.shared ? Text::kShared : Text::kOwn)},
      {Say(language, Text::kPlugin), one.file->plugin()},
      {Say(language, Text::kConnectionType), one.file->type()}};
  for (const ConnectionField& field : fields) {
    const Json& part = field.credential ? one.file->credentials() : one.file->settings();
    const Json* value = part.Find(field.name);
    if (value != nullptr || field.secret) {
      rows.push_back({field.title, FieldText(field, value, language)});
    }
  }
  rows.push_back({Say(language, Text::kTokens), TokenText(*facts.Find("tokens"), language)});
  return Table(rows, 0);
}

}  // namespace

int ConnectionList(const Options& options, const task_host::PluginRegistry& registry,
                   const task_host::Environment& environment, Language language) {
  const ConnectionStore store(environment, language);
  Json::Array entries;
  for (const NamedConnection& one : store.List()) {
    entries.push_back(EntryDocument(one, store, registry));
  }
  std::string text;
  if (options.json) {
    Json document;
    document.Set("connections", Json(std::move(entries)));
    document.Set("folder", Json(store.own_folder().string()));
    document.Set("shared_folder", Json(store.shared_folder().string()));
    text = document.Serialize() + "\n";
  } else {
    text = Printable(ListText(entries, language));
  }
  return WriteOutput(text, language) ? kExitOk : kExitInternal;
}

int ConnectionShow(const Options& options, const task_host::PluginRegistry& registry,
                   const task_host::Environment& environment, Language language) {
  const ConnectionStore store(environment, language);
  const NamedConnection one = store.Find(options.connection);
  const Manifest& manifest = *registry.FindPlugin(one.file->plugin()).manifest;
  const std::vector<ConnectionField> fields =
      FieldsOf(Labels(manifest, language), one.file->TypeIn(manifest));
  Json facts = EntryDocument(one, store, registry);
  facts.Set("settings", FieldsDocument(fields, *one.file, false));
  facts.Set("credentials", FieldsDocument(fields, *one.file, true));
  facts.Set("tokens", TokenDocument(StateOf(store, one.file->id())));
  const std::string text =
      options.json ? facts.Serialize() + "\n" : Printable(ShowText(one, fields, facts, language));
  return WriteOutput(text, language) ? kExitOk : kExitInternal;
}

}  // namespace taskhost
