// SPDX-License-Identifier: Apache-2.0
// Filling the form that the manifest describes.
#include "taskhost/connection_form.h"

#include <unistd.h>

#include <algorithm>

#include "host/file.h"
#include "host/wipe.h"
#include "taskhost/format.h"
#include "taskhost/input.h"
#include "taskhost/output.h"
#include "taskhost/prompt.h"
#include "taskhost/schema_text.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Json;

Json& PartFor(const ConnectionField& field, ConnectionParts& parts) {
  return field.credential ? parts.credentials : parts.settings;
}

void TakeSets(const Options& options, const std::vector<ConnectionField>& fields, Language language,
              ConnectionParts& parts) {
  for (const auto& [key, value] : options.sets) {
    const std::string& name = key;
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const ConnectionField& one) { return one.name == name; });
    if (field == fields.end()) {
      std::string known;
      for (const ConnectionField& one : fields) {
        if (!one.secret) known += (known.empty() ? "" : ", ") + one.name;
      }
      throw Stop::Usage(Say(language, Text::kNoSuchField, name, known));
    }
    if (field->secret) throw Stop::Usage(Say(language, Text::kSecretInArguments, name));
    PartFor(*field, parts).Set(name, SetValue(value, &field->schema));
  }
}

void TakeStandardInput(Language language, ConnectionParts& parts) {
  if (isatty(STDIN_FILENO) == 1) throw Stop::Usage(Say(language, Text::kCredentialsFromTerminal));
  const std::string name = Say(language, Text::kStandardInput);
  std::string text = task_host::ReadDescriptor(STDIN_FILENO, name);
  const task_host::WipeAtEnd wipe(text);
  const Json credentials = task_host::ParseJson(text, name);
  if (credentials.object() == nullptr) {
    throw Stop::Usage(Say(language, Text::kCredentialsNotObject));
  }
  for (const auto& [key, value] : *credentials.object()) parts.credentials.Set(key, value);
}

bool IsChoice(const std::string& answer, const Json& schema) {
  const Json* choices = schema.Find("enum");
  if (choices == nullptr || choices->array() == nullptr) return true;
  const Json value = SetValue(answer, &schema);
  return std::any_of(choices->array()->begin(), choices->array()->end(),
                     [&](const Json& choice) { return choice == value; });
}

std::string Question(const ConnectionField& field, Language language) {
  std::string text;
  const std::string description = field.schema.Text("description");
  if (!description.empty()) text += "  " + description + "\n";
  const std::string choices = ChoicesText(field.schema);
  if (!choices.empty()) text += "  " + Label(Text::kOneOf, language) + choices + "\n";
  text += field.title;
  if (const Json* value = field.schema.Find("default")) {
    text += " [" + ChoiceText(*value, field.schema) + "]";
  } else if (!field.required) {
    text += " (" + Say(language, Text::kMayBeLeftOut) + ")";
  }
  return text + Say(language, Text::kColon);
}

std::string ValueText(const Json& value) {
  return value.string() != nullptr ? *value.string() : value.Serialize();
}

// Takes nothing where the person leaves it to the plugin.
void AskFor(const ConnectionField& field, Language language, ConnectionParts& parts) {
  const Json* value = field.schema.Find("default");
  const std::string question = Question(field, language);
  while (true) {
    std::string answer = Ask(question, field.secret ? Echo::kOff : Echo::kOn, language);
    const task_host::WipeAtEnd wipe(answer);
    if (answer.empty() && field.required && value != nullptr) answer = ValueText(*value);
    if (answer.empty() && !field.required) return;
    if (answer.empty() || !IsChoice(answer, field.schema)) continue;
    PartFor(field, parts)
        .Set(field.name,
             field.secret ? Json(std::string_view(answer)) : SetValue(answer, &field.schema));
    return;
  }
}

}  // namespace

ConnectionParts FillForm(const Options& options, const std::vector<ConnectionField>& fields,
                         Language language) {
  ConnectionParts parts;
  TakeSets(options, fields, language, parts);
  if (!options.credentials.empty()) TakeStandardInput(language, parts);
  const bool ask = options.credentials.empty() && CanAsk();
  std::string missing;
  for (const ConnectionField& field : fields) {
    if (PartFor(field, parts).Find(field.name) != nullptr) continue;
    if (ask && (field.required || !field.advanced)) AskFor(field, language, parts);
    if (!ask && field.required) missing += (missing.empty() ? "" : ", ") + field.name;
  }
  if (!missing.empty()) throw Stop::Usage(Say(language, Text::kFieldsMissing, missing));
  return parts;
}

std::string AskForOne(const std::string& title,
                      const std::vector<std::pair<std::string, std::string>>& choices,
                      Language language) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [id, text] : choices) {
    rows.push_back({std::to_string(rows.size() + 1), id, text});
  }
  const std::string question = Table(rows, 2) + title + Say(language, Text::kColon);
  while (true) {
    const std::string answer = Ask(question, Echo::kOn, language);
    for (std::size_t i = 0; i < choices.size(); ++i) {
      if (answer == choices[i].first || answer == std::to_string(i + 1)) return choices[i].first;
    }
  }
}

}  // namespace taskhost
