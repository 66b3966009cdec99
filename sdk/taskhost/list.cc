// SPDX-License-Identifier: Apache-2.0
// taskhost list: what is installed, also what cannot be used and why.
#include <unistd.h>

#include "taskhost/commands.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/host_texts.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::PluginEntry;

Json EntryDocument(const PluginEntry& entry, Language language) {
  Json document;
  document.Set("id", Json(entry.id));
  document.Set("version", Json(entry.version));
  document.Set("state", Json(task_host::StateName(entry.state)));
  if (!entry.reason.empty()) document.Set("reason", Json(Say(language, entry.reason)));
  document.Set("level", Json(task_host::LevelName(entry.level)));
  document.Set("folder", Json(entry.folder.string()));
  if (entry.chosen) document.Set("chosen", Json(true));
  if (!entry.manifest) return document;
  const Labels labels(*entry.manifest, language);
  document.Set("name", Json(labels.PluginName()));
  Json::Array tasks;
  for (const task_host::TaskEntry& task : entry.manifest->tasks) {
    Json item;
    item.Set("id", Json(task.id));
    item.Set("title", Json(labels.TaskTitle(task)));
    tasks.push_back(std::move(item));
  }
  document.Set("tasks", Json(std::move(tasks)));
  return document;
}

std::string ListDocument(const task_host::PluginRegistry& registry, Language language) {
  Json::Array plugins;
  for (const PluginEntry& entry : registry.entries()) {
    plugins.push_back(EntryDocument(entry, language));
  }
  Json::Array places;
  for (const task_host::SearchPlace& place : registry.places()) {
    Json item;
    item.Set("level", Json(task_host::LevelName(place.level)));
    item.Set("path", Json(place.path.string()));
    item.Set("note", Json(Say(language, place.note)));
    if (!place.registration.empty()) item.Set("registration", Json(place.registration.string()));
    places.push_back(std::move(item));
  }
  Json document;
  document.Set("plugins", Json(std::move(plugins)));
  document.Set("places", Json(std::move(places)));
  return document.Serialize() + "\n";
}

std::string EntryText(const PluginEntry& entry, Language language) {
  std::string text = entry.id + (entry.version.empty() ? "" : " ") + entry.version;
  if (entry.state != PluginEntry::State::kUsable) {
    const bool broken = entry.state == PluginEntry::State::kBroken;
    return text + "  " + Label(broken ? Text::kBroken : Text::kShadowed, language) +
           Say(language, entry.reason) + "\n";
  }
  const Labels labels(*entry.manifest, language);
  std::vector<std::vector<std::string>> rows;
  for (const task_host::TaskEntry& task : entry.manifest->tasks) {
    rows.push_back({task.id, labels.TaskTitle(task)});
  }
  return text + "  " + labels.PluginName() + "\n" + Table(rows, 2);
}

std::vector<std::string> PlaceRow(const task_host::SearchPlace& place, Language language) {
  return {Say(language, task_host::LevelTitle(place.level)), place.path.string(),
          Say(language, place.note)};
}

std::string ListText(const task_host::PluginRegistry& registry, Language language) {
  std::string text;
  for (const PluginEntry& entry : registry.entries()) text += EntryText(entry, language);
  // With no plugin at all every place matters, else only those that somebody should mend.
  const bool none = text.empty();
  std::vector<std::vector<std::string>> rows;
  for (const task_host::SearchPlace& place : registry.places()) {
    if (none || place.fault) rows.push_back(PlaceRow(place, language));
  }
  if (rows.empty()) return text;
  return text + Say(language, none ? Text::kNoPlugins : Text::kNotSearched) + "\n" + Table(rows, 2);
}

}  // namespace

int List(const Options& options, const task_host::PluginRegistry& registry, Language language) {
  const std::string text =
      options.json ? ListDocument(registry, language) : Printable(ListText(registry, language));
  return WriteOutput(text, language) ? kExitOk : kExitInternal;
}

}  // namespace taskhost
