// SPDX-License-Identifier: Apache-2.0
// Reading, replacing, setting: in this order, so that --set wins and is no template.
#include "taskhost/input.h"

#include <unistd.h>

#include <optional>

#include "host/file.h"
#include "taskhost/format.h"
#include "taskhost/host_texts.h"
#include "taskhost/stop.h"
#include "taskhost/template.h"

namespace taskhost {
namespace {

using task_host::Json;

Json ReadDocument(const std::string& file, Language language) {
  if (file != "-") return task_host::ReadJsonFile(file);
  const std::string name = Say(language, Text::kStandardInput);
  return task_host::ParseJson(task_host::ReadDescriptor(STDIN_FILENO, name), name);
}

Json ReadInput(const Options& options, Language language) {
  if (options.input.empty()) return Json(Json::Object());
  Json input = ReadDocument(options.input, language);
  if (input.object() == nullptr) {
    throw Stop::Input("host.input", Say(language, Text::kInputNotObject), {});
  }
  return input;
}

bool AllowsOnlyText(const Json* schema) {
  if (!AllowsType(schema, "string")) return false;
  for (const char* other : {"integer", "number", "boolean", "array", "object"}) {
    if (AllowsType(schema, other)) return false;
  }
  return true;
}

}  // namespace

Json SetValue(const std::string& text, const Json* schema) {
  if (AllowsOnlyText(schema)) {
    return text == "null" && AllowsType(schema, "null") ? Json() : Json(text);
  }
  try {
    return Json::Parse(text);
  } catch (const task_host::JsonError&) {
    return Json(text);
  }
}

InputMaker::InputMaker(const Options& options, const task_host::TaskEntry& task, Language language)
    : options_(options),
      task_(task),
      language_(language),
      template_(ReadInput(options, language)) {}

std::string InputMaker::FromEvent(const Json* event) const {
  Rendered rendered = Render(template_, &task_.input_schema, event, language_);
  if (!rendered.faults.empty()) {
    throw Stop::Input("host.template", Say(language_, Text::kTemplateFaults), rendered.faults);
  }
  return FromInput(std::move(rendered.value));
}

std::string InputMaker::FromInput(Json input) const {
  if (input.object() == nullptr) {
    throw Stop::Input("host.input", Say(language_, Text::kInputNotObject), {});
  }
  for (const auto& [name, text] : options_.sets) {
    input.Set(name, SetValue(text, MemberSchema(&task_.input_schema, name)));
  }
  std::string document = input.Serialize();
  try {
    Json::Parse(document);  // inserted values may have made it too large or too deep
  } catch (const task_host::JsonError& error) {
    const std::string why = Say(language_, error.sentence());
    throw Stop::Input("host.input", Say(language_, Text::kInputTooLarge, why), {});
  }
  return document;
}

std::string InputMaker::Identity() const {
  Json::Array sets;
  for (const auto& [name, text] : options_.sets)
    sets.emplace_back(Json::Array{Json(name), Json(text)});
  Json identity;
  identity.Set("input", options_.input.empty() ? Json() : template_);
  identity.Set("sets", Json(std::move(sets)));
  return identity.Serialize();
}

std::string BuildInput(const Options& options, const task_host::TaskEntry& task,
                       Language language) {
  const InputMaker maker(options, task, language);
  std::optional<Json> event;
  if (!options.event.empty()) event = ReadDocument(options.event, language);
  return maker.FromEvent(event ? &*event : nullptr);
}

}  // namespace taskhost
