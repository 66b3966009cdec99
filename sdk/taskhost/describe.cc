// SPDX-License-Identifier: Apache-2.0
// taskhost describe: what a task takes and gives, from its manifest, and for one account.
#include <unistd.h>

#include <algorithm>
#include <array>

#include "taskhost/commands.h"
#include "taskhost/connection_choice.h"
#include "taskhost/exit_code.h"
#include "taskhost/format.h"
#include "taskhost/input.h"
#include "taskhost/labels.h"
#include "taskhost/output.h"
#include "taskhost/report.h"
#include "taskhost/resolved_schema.h"
#include "taskhost/schema_text.h"
#include "taskhost/session.h"
#include "taskhost/set_names.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Manifest;
using task_host::TaskEntry;

Json Texts(const std::vector<std::string>& texts) {
  Json::Array list;
  for (const std::string& text : texts) list.emplace_back(text);
  return Json(std::move(list));
}

std::string TaskDocument(const Manifest& manifest, const TaskEntry& task, const Labels& labels,
                         const Json& input) {
  Json document;
  document.Set("id", Json(task.id));
  document.Set("title", Json(labels.TaskTitle(task)));
  document.Set("description", Json(labels.TaskDescription(task)));
  document.Set("plugin", Json(manifest.id));
  document.Set("version", Json(manifest.version));
  document.Set("schema_version", Json(std::int64_t{task.schema_version}));
  document.Set("side_effects", Json(task.side_effects));
  document.Set("idempotency", Json(task.idempotency));
  document.Set("dry_run", Json(task.dry_run));
  if (task.timeout_ms > 0) document.Set("timeout_ms", Json(task.timeout_ms));
  document.Set("batch_max", Json(task.batch_max));
  document.Set("errors", Texts(task.errors));
  Json connections{Json::Object()};
  for (const std::string& id : task.connections) {
    const task_host::ConnectionType& type = *manifest.FindConnection(id);
    Json entry;
    entry.Set("title", Json(labels.ConnectionTitle(type)));
    entry.Set("guide", Texts(labels.ConnectionGuide(type)));
    entry.Set("settings", labels.Settings(type));
    entry.Set("credentials", labels.Credentials(type));
    connections.Set(id, std::move(entry));
  }
  document.Set("connections", std::move(connections));
  document.Set("input", input);
  document.Set("output", labels.Schema(task, Labels::Part::kOutput));
  return document.Serialize() + "\n";
}

struct Word {
  std::string_view key;
  Text text;
};
constexpr std::array kTypes = {
    Word{"string", Text::kTypeString}, Word{"integer", Text::kTypeInteger},
    Word{"number", Text::kTypeNumber}, Word{"boolean", Text::kTypeBoolean},
    Word{"array", Text::kTypeArray},   Word{"object", Text::kTypeObject},
};
constexpr std::array kSideEffects = {
    Word{"none", Text::kNoSideEffects},
    Word{"read", Text::kReads},
    Word{"write", Text::kWrites},
    Word{"destructive", Text::kDestroys},
};
constexpr std::array kIdempotency = {
    Word{"native", Text::kIdempotentByItself},
    Word{"key", Text::kIdempotentByKey},
    Word{"none", Text::kNotIdempotent},
};

// A word of the manifest in the language of the person.
template <typename Words>
std::string Translated(const Words& words, const std::string& key, Language language) {
  const auto* const word =
      std::find_if(words.begin(), words.end(), [&](const Word& known) { return known.key == key; });
  return word == words.end() ? key : Say(language, word->text);
}

std::string TypeText(const Json& schema, Language language) {
  const Json* type = schema.Find("type");
  if (type == nullptr) return std::string();
  if (type->string() != nullptr) return Translated(kTypes, *type->string(), language);
  std::string names;
  if (type->array() != nullptr) {
    for (const Json& name : *type->array()) {
      if (name.string() == nullptr) continue;
      names += (names.empty() ? "" : "|") + Translated(kTypes, *name.string(), language);
    }
  }
  return names;
}

// "at least one of: a, b", or nothing. prefix is the path of the object, with a dot at its end.
std::string OneRequiredText(const Json& schema, const std::string& prefix, Language language) {
  const Json* names = schema.At("/x-tp/oneRequired");
  if (names == nullptr || names->array() == nullptr || names->array()->empty()) return {};
  std::string list;
  for (const Json& name : *names->array()) {
    if (name.string() != nullptr) list += (list.empty() ? "" : ", ") + prefix + *name.string();
  }
  return Label(Text::kAtLeastOneOf, language) + list;
}

std::string PropertyText(const std::string& name, const Json& property, bool required,
                         Language language) {
  std::string text = TitleOf(&property, name);
  if (required) text += " (" + Say(language, Text::kRequired) + ")";
  const std::string description = property.Text("description");
  if (!description.empty()) text += "\n" + description;
  const std::string choices = ChoicesText(property);
  if (!choices.empty()) text += "\n" + Label(Text::kOneOf, language) + choices;
  if (const Json* value = property.Find("default")) {
    text += "\n" + Label(Text::kDefault, language) + ChoiceText(*value, property);
  }
  if (const Json* entries = property.At("/x-tp/entries")) {
    const std::string entry =
        R"({")" + entries->Text("name") + R"(": "...", ")" + entries->Text("value") + R"(": ...})";
    text += "\n" + Say(language, Text::kEntryForm, entry);
  }
  return text;
}

// One row for each property, and below it those of what it holds, by their dotted paths.
void AddRows(const Json& schema, const std::string& prefix, Language language,
             std::vector<std::vector<std::string>>& rows) {
  const Json* properties = schema.Find("properties");
  if (properties == nullptr || properties->object() == nullptr) return;
  for (const auto& [name, property] : *properties->object()) {
    const std::string path = prefix + name;
    std::string text = PropertyText(name, property, IsRequired(schema, name), language);
    const Json& inside = ObjectInside(property);
    const std::string rule = OneRequiredText(inside, path + ".", language);
    if (!rule.empty()) text += "\n" + rule;
    rows.push_back({path, TypeText(property, language), text});
    AddRows(inside, path + ".", language, rows);
  }
}

std::string SchemaText(const Json& schema, Language language) {
  const std::string rule = OneRequiredText(schema, "", language);
  std::vector<std::vector<std::string>> rows;
  AddRows(schema, "", language, rows);
  return (rule.empty() ? "" : "  " + rule + "\n") + Table(rows, 2);
}

std::string MemberNames(const Json& schema) {
  std::string names;
  const Json* properties = schema.Find("properties");
  if (properties == nullptr || properties->object() == nullptr) return names;
  for (const auto& [name, unused] : *properties->object()) {
    names += (names.empty() ? "" : ", ") + name + (IsRequired(schema, name) ? "" : "?");
  }
  return names;
}

std::string ConnectionsText(const Manifest& manifest, const TaskEntry& task, const Labels& labels,
                            Language language) {
  std::string text = "\n" + Say(language, Text::kConnections);
  if (task.connections.empty())
    return text + Say(language, Text::kColon) + Say(language, Text::kNone) + "\n";
  std::vector<std::vector<std::string>> rows;
  for (const std::string& id : task.connections) {
    const task_host::ConnectionType& type = *manifest.FindConnection(id);
    rows.push_back({id, labels.ConnectionTitle(type) + "\n" + Label(Text::kSettings, language) +
                            MemberNames(type.settings) + "\n" +
                            Label(Text::kCredentials, language) + MemberNames(type.credentials)});
  }
  return text + "\n" + Table(rows, 2);
}

std::string TaskText(const Manifest& manifest, const TaskEntry& task, const Labels& labels,
                     const Json& input, Language language) {
  std::string text = task.id + "  " + labels.TaskTitle(task) + "\n";
  const std::string description = labels.TaskDescription(task);
  if (!description.empty()) text += description + "\n";
  text +=
      "\n" +
      Table({{Say(language, Text::kPlugin), labels.PluginName() + " " + manifest.version},
             {Say(language, Text::kSideEffects),
              Translated(kSideEffects, task.side_effects, language)},
             {Say(language, Text::kIdempotency),
              Translated(kIdempotency, task.idempotency, language)},
             {Say(language, Text::kDryRun), Say(language, task.dry_run ? Text::kYes : Text::kNo)}},
            0);
  text += ConnectionsText(manifest, task, labels, language);
  text += "\n" + Say(language, Text::kInput) + "\n" + SchemaText(input, language);
  text += "\n" + Say(language, Text::kOutput) + "\n" +
          SchemaText(labels.Schema(task, Labels::Part::kOutput), language);
  return text;
}

// The input's schema as it is for an account, where one is named.
task_host::Result InputFor(const Options& options, const task_host::Environment& environment,
                           const Manifest& manifest, const TaskEntry& task, Language language,
                           Json& input) {
  task_host::Result result;
  result.status = TP_OK;
  if (options.connection.empty()) return result;
  const std::string partial = BuildInput(options, task, language);
  const task_host::ConnectionSpec spec =
      ConnectionFor(options.connection, environment, manifest, task, language);
  if (!DependsOnAccount(input)) return result;
  return WithConnection(options, environment, manifest, spec, language, [&](Session& session) {
    return ResolveSchema(session, task.id, partial, language, input);
  });
}

}  // namespace

int Describe(const Options& options, const task_host::PluginRegistry& registry,
             const task_host::Environment& environment, Language language) {
  const auto [plugin, task] = registry.FindTask(options.task);
  const Manifest& manifest = *plugin->manifest;
  const Labels labels(manifest, language);
  Json input = labels.Schema(*task, Labels::Part::kInput);
  if (options.connection.empty() && !options.sets.empty())
    throw Stop::Usage(Say(language, Text::kSetNeedsConnection));
  CheckSetNames(options, input, language);
  const task_host::Result result = InputFor(options, environment, manifest, *task, language, input);
  if (!result.ok()) {
    const std::string help = labels.ErrorHelp(result.error_code);
    if (options.json) {
      WriteOutput(JsonDocument(result, help), language);
    } else {
      WriteAll(STDERR_FILENO, DiagnosticText(result, language, help, Repetition::kIsHarmless));
    }
    return ExitCode(result);
  }
  const std::string text = options.json
                               ? TaskDocument(manifest, *task, labels, input)
                               : Printable(TaskText(manifest, *task, labels, input, language));
  return WriteOutput(text, language) ? kExitOk : kExitInternal;
}

}  // namespace taskhost
