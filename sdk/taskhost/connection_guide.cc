// SPDX-License-Identifier: Apache-2.0
// Guides out of the manifest.
#include "taskhost/connection_guide.h"

#include <vector>

#include "taskhost/connection_fields.h"
#include "taskhost/format.h"
#include "taskhost/output.h"
#include "taskhost/schema_text.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::ConnectionType;
using task_host::Json;
using task_host::Manifest;

std::vector<const ConnectionType*> Wanted(const Manifest& manifest, const std::string& type,
                                          Language language) {
  if (!type.empty()) return {&TypeNamed(manifest, type, language)};
  std::vector<const ConnectionType*> all;
  for (const ConnectionType& one : manifest.connections) all.push_back(&one);
  return all;
}

std::string FieldsText(const Labels& labels, const ConnectionType& type, Language language) {
  std::vector<std::vector<std::string>> rows;
  for (const ConnectionField& field : FieldsOf(labels, type)) {
    std::string text = field.title;
    if (field.required) text += " (" + Say(language, Text::kRequired) + ")";
    if (field.secret) text += " (" + Say(language, Text::kSecret) + ")";
    const std::string description = field.schema.Text("description");
    if (!description.empty()) text += "\n" + description;
    const std::string choices = ChoicesText(field.schema);
    if (!choices.empty()) text += "\n" + Label(Text::kOneOf, language) + choices;
    rows.push_back({field.name, text});
  }
  return Table(rows, 2);
}

}  // namespace

const ConnectionType& TypeNamed(const Manifest& manifest, const std::string& type,
                                Language language) {
  if (const ConnectionType* found = manifest.FindConnection(type)) return *found;
  std::string known;
  for (const ConnectionType& one : manifest.connections) {
    known += (known.empty() ? "" : ", ") + one.id;
  }
  throw Stop::Usage(Say(language, Text::kNoSuchType, manifest.id, type, known));
}

std::string GuideText(const Labels& labels, const ConnectionType& type) {
  std::string text = labels.ConnectionTitle(type) + " (" + type.id + ")\n";
  const std::string description = labels.ConnectionDescription(type);
  if (!description.empty()) text += description + "\n";
  std::vector<std::vector<std::string>> steps;
  for (const std::string& step : labels.ConnectionGuide(type)) {
    steps.push_back({std::to_string(steps.size() + 1) + ".", step});
  }
  return text + Table(steps, 2);
}

std::string GuideText(const Manifest& manifest, const std::string& type, Language language) {
  const Labels labels(manifest, language);
  std::string text;
  for (const ConnectionType* one : Wanted(manifest, type, language)) {
    text +=
        (text.empty() ? "" : "\n") + GuideText(labels, *one) + FieldsText(labels, *one, language);
  }
  return text;
}

Json GuideDocument(const Manifest& manifest, const std::string& type, Language language) {
  const Labels labels(manifest, language);
  Json document{Json::Object()};
  for (const ConnectionType* one : Wanted(manifest, type, language)) {
    Json::Array steps;
    for (const std::string& step : labels.ConnectionGuide(*one)) steps.emplace_back(step);
    Json entry;
    entry.Set("title", Json(labels.ConnectionTitle(*one)));
    entry.Set("description", Json(labels.ConnectionDescription(*one)));
    entry.Set("guide", Json(std::move(steps)));
    entry.Set("settings", labels.Settings(*one));
    entry.Set("credentials", labels.Credentials(*one));
    document.Set(one->id, std::move(entry));
  }
  return document;
}

}  // namespace taskhost
