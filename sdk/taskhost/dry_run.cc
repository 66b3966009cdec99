// SPDX-License-Identifier: Apache-2.0
// Requests and differences out of a plugin's document.
#include "taskhost/dry_run.h"

#include "host/json.h"
#include "taskhost/format.h"
#include "taskhost/output.h"

namespace taskhost {
namespace {

using task_host::Json;
using task_host::Result;

// A value in a line of text; nothing in a field is a word.
std::string Shown(const Json* value, Language language) {
  if (value == nullptr || value->is_null()) return Say(language, Text::kNothing);
  return value->string() != nullptr ? *value->string() : value->Serialize();
}

std::string UploadText(const Json& upload, Language language) {
  return Say(language, Text::kUploadOf, upload.Text("name"), upload.Text("contentType"),
             Shown(upload.Find("size"), language));
}

std::string RequestText(const Json& request, Language language) {
  std::string text = request.Text("method") + " " + request.Text("path") + "\n";
  if (const Json* upload = request.Find("upload")) text += UploadText(*upload, language) + "\n";
  if (const Json* body = request.Find("body")) text += body->SerializePretty() + "\n";
  return text;
}

std::string ChangeText(const Json& change, Language language) {
  const std::string label = change.Text("label");
  const std::string field = change.Text("field");
  return "  " + (label.empty() ? field : label) + Say(language, Text::kColon) +
         Shown(change.Find("from"), language) + " -> " + Shown(change.Find("to"), language) + "\n";
}

}  // namespace

std::string DryRunText(const Result& result, Language language) {
  const Json output = Json::ParseReported(result.output_json);
  const Json* requests = output.Find("requests");
  if (requests == nullptr || requests->array() == nullptr) {
    return Printable(output.SerializePretty() + "\n");
  }
  std::string text;
  for (const Json& request : *requests->array()) {
    text += (text.empty() ? "" : "\n") + RequestText(request, language);
  }
  if (text.empty()) text = Say(language, Text::kNoRequests) + "\n";
  const Json* changes = output.Find("changes");
  if (changes != nullptr && changes->array() != nullptr) {
    text +=
        "\n" + Say(language, changes->array()->empty() ? Text::kNoChanges : Text::kChanges) + "\n";
    for (const Json& change : *changes->array()) text += ChangeText(change, language);
  }
  return Printable(text);
}

}  // namespace taskhost
