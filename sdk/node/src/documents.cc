// SPDX-License-Identifier: Apache-2.0
// Names as in plugin.json.
#include "node/src/documents.h"

#include <utility>

#include "host/json.h"

namespace task_node {
namespace {

using task_host::Json;
using task_host::PluginEntry;

Json Texts(const std::vector<std::string>& texts) {
  Json::Array list;
  for (const std::string& text : texts) list.emplace_back(text);
  return Json(std::move(list));
}

Json Tasks(const task_host::Manifest& manifest) {
  Json::Array tasks;
  for (const task_host::TaskEntry& task : manifest.tasks) {
    Json item;
    item.Set("id", Json(task.id));
    item.Set("title", Json(task.title));
    tasks.push_back(std::move(item));
  }
  return Json(std::move(tasks));
}

Json Entry(const PluginEntry& entry) {
  Json document;
  document.Set("id", Json(entry.id));
  document.Set("version", Json(entry.version));
  document.Set("state", Json(task_host::StateName(entry.state)));
  if (!entry.reason.empty()) document.Set("reason", Json(entry.reason.InEnglish()));
  document.Set("level", Json(task_host::LevelName(entry.level)));
  document.Set("folder", Json(entry.folder.string()));
  if (entry.manifest) {
    document.Set("name", Json(entry.manifest->name));
    document.Set("description", Json(entry.manifest->description));
    document.Set("connections", Json(Json::Array()));
    for (const task_host::ConnectionType& type : entry.manifest->connections) {
      document.Find("connections")->array()->emplace_back(type.id);
    }
    document.Set("tasks", Tasks(*entry.manifest));
  }
  return document;
}

Json Place(const task_host::SearchPlace& place) {
  Json item;
  item.Set("level", Json(task_host::LevelName(place.level)));
  item.Set("path", Json(place.path.string()));
  item.Set("note", Json(place.note.InEnglish()));
  item.Set("usable", Json(place.usable));
  item.Set("fault", Json(place.fault));
  if (!place.registration.empty()) item.Set("registration", Json(place.registration.string()));
  return item;
}

Json Type(const task_host::ConnectionType& type) {
  Json entry;
  entry.Set("title", Json(type.title));
  entry.Set("description", Json(type.description));
  entry.Set("guide", Texts(type.guide));
  entry.Set("settings", type.settings);
  entry.Set("credentials", type.credentials);
  return entry;
}

}  // namespace

std::string ListDocument(const task_host::PluginRegistry& registry) {
  Json::Array plugins;
  for (const PluginEntry& entry : registry.entries()) plugins.push_back(Entry(entry));
  Json::Array places;
  for (const task_host::SearchPlace& place : registry.places()) places.push_back(Place(place));
  Json document;
  document.Set("plugins", Json(std::move(plugins)));
  document.Set("places", Json(std::move(places)));
  return document.Serialize();
}

std::string TaskDocument(const task_host::Manifest& manifest, const task_host::TaskEntry& task) {
  Json document;
  document.Set("id", Json(task.id));
  document.Set("title", Json(task.title));
  document.Set("description", Json(task.description));
  if (!task.group.empty()) document.Set("group", Json(task.group));
  document.Set("plugin", Json(manifest.id));
  document.Set("version", Json(manifest.version));
  document.Set("schemaVersion", Json(std::int64_t{task.schema_version}));
  document.Set("sideEffects", Json(task.side_effects));
  document.Set("idempotency", Json(task.idempotency));
  document.Set("dryRun", Json(task.dry_run));
  if (task.timeout_ms > 0) document.Set("timeoutMs", Json(task.timeout_ms));
  document.Set("batchMax", Json(task.batch_max));
  document.Set("errors", Texts(task.errors));
  Json connections{Json::Object()};
  for (const std::string& id : task.connections) {
    connections.Set(id, Type(*manifest.FindConnection(id)));
  }
  document.Set("connections", std::move(connections));
  document.Set("input", task.input_schema);
  document.Set("output", task.output_schema);
  return document.Serialize();
}

}  // namespace task_node
