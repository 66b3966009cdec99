// SPDX-License-Identifier: Apache-2.0
// taskhost install, update, rollback and remove: what a place of plugins holds, and which counts.
#include <algorithm>

#include "host/bundle/bundle.h"
#include "host/bundle/plugin_place.h"
#include "taskhost/commands.h"
#include "taskhost/facts.h"
#include "taskhost/format.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Bundle;
using task_host::Change;
using task_host::Json;
using task_host::PluginPlace;

// The place that --plugin-path names, else the user's own.
PluginPlace PlaceFor(const Options& options, const task_host::Environment& environment,
                     Language language) {
  if (!options.plugin_paths.empty()) return PluginPlace(options.plugin_paths.front());
  task_host::SearchOptions search;
  search.use_environment = false;
  const auto places = task_host::ResolveSearchPath(search, environment);
  const auto user = std::find_if(places.begin(), places.end(), [](const auto& place) {
    return place.level == task_host::Level::kUser;
  });
  if (user != places.end() && !user->path.empty()) return PluginPlace(user->path);
  throw Stop::Usage(Say(language, Text::kNeedsPlace));
}

Json ChangeFacts(const Change& change) {
  Json facts;
  facts.Set("id", Json(change.id));
  facts.Set("version", change.version.empty() ? Json() : Json(change.version));
  facts.Set("previous", change.previous.empty() ? Json() : Json(change.previous));
  facts.Set("folder", Json(change.folder.string()));
  return facts;
}

std::string InstalledText(const Change& change, const std::string& signer, Language language) {
  const std::string folder = change.folder.string();
  std::string text;
  if (!change.is_new) {
    text = Say(language, Text::kWasInstalled, change.id, change.version, folder);
  } else if (change.previous.empty()) {
    text = Say(language, Text::kInstalled, change.id, change.version, folder);
  } else {
    text = Say(language, Text::kUpdated, change.id, change.version, change.previous, folder);
  }
  return text + " " +
         (signer.empty() ? Say(language, Text::kNotSigned)
                         : Say(language, Text::kSignedByKey, signer));
}

}  // namespace

int Install(const Options& options, const task_host::Environment& environment, Language language) {
  const PluginPlace place = PlaceFor(options, environment, language);
  const Bundle bundle = Bundle::Read(options.path);
  const auto keys = task_host::ReadTrustedKeys(task_host::TrustFolders(environment));
  const task_host::TrustedKey* key = task_host::RequireConsent(
      bundle, keys, {options.allow_unsigned.begin(), options.allow_unsigned.end()},
      task_host::Today());
  const bool is_update = options.command == Options::Command::kUpdate;
  const Change change = place.Install(
      bundle, {.must_be_there = is_update, .allow_downgrade = options.allow_downgrade});
  const std::string signer = key == nullptr ? std::string() : task_host::KeyIdText(key->key.id);
  Json facts = ChangeFacts(change);
  facts.Set("new", Json(change.is_new));
  facts.Set("key_id", signer.empty() ? Json() : Json(signer));
  return ReportFacts(options, facts, InstalledText(change, signer, language), language);
}

int Rollback(const Options& options, const task_host::Environment& environment, Language language) {
  const Change change =
      PlaceFor(options, environment, language).Rollback(options.plugin, options.version);
  return ReportFacts(options, ChangeFacts(change),
                     Say(language, Text::kRolledBack, change.id, change.version, change.previous),
                     language);
}

int Remove(const Options& options, const task_host::Environment& environment, Language language) {
  const Change change =
      PlaceFor(options, environment, language).Remove(options.plugin, options.version);
  std::string text;
  if (options.version.empty()) {
    text = Say(language, Text::kPluginRemoved, change.id);
  } else if (change.version.empty()) {
    text = Say(language, Text::kVersionRemoved, change.id, options.version);
  } else {
    text = Say(language, Text::kVersionRemovedNext, change.id, options.version, change.version);
  }
  return ReportFacts(options, ChangeFacts(change), text, language);
}

}  // namespace taskhost
