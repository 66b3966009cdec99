// SPDX-License-Identifier: Apache-2.0
// What the schema of a record task cannot say.
#include "author/json.h"
#include "plugin/tasks/check.h"
#include "plugin/tasks/record_body.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;

constexpr const char kGiveKey[] =
    "Give the key that Zendesk's Admin Center shows for the custom object, for example car.";

// Percent-encoded, these two would still mean another path.
bool IsPathStep(std::string_view text) {
  return text == "." || text == "..";
}

// What people know from the legacy custom objects: "zen:user", "zen:custom_object:car", and whole
// addresses.
void CheckObjectType(Input& input) {
  const auto object = input.Text("object_type");
  if (!object) return;
  if (object->find_first_of(":/") != object->npos) {
    Report(input, "object_type", "legacy_object",
           input.Say("\"{}\" is not the key of a custom object. Zendesk has replaced its legacy "
                     "custom objects (/api/sunshine) by custom objects, which have plain keys.",
                     *object),
           input.Say(kGiveKey));
  } else if (IsPathStep(*object)) {
    Report(input, "object_type", "bad_format",
           input.Say("{} is not the key of a custom object.", input.Title("object_type")),
           input.Say(kGiveKey));
  }
}

void CheckAttributes(Input& input) {
  const json::Value* attributes = input.Find("attributes");
  if (attributes == nullptr) return;
  for (const auto& [name, value] : attributes->GetObject()) {
    if (IsFieldValue(value)) continue;
    ReportInside(
        input, "attributes", json::Join("/attributes", json::Text(name)), "wrong_type",
        input.Say("{}: the value must be a text, a number, true or false, a list of texts, "
                  "or null.",
                  json::Text(name)),
        input.Say("Correct the value, or leave the field out."));
  }
}

// What is found by something needs that.
void CheckMatch(Input& input) {
  const auto by = input.Text("match_on");
  if (!by || (input.Text(*by) && !input.Text(*by)->empty())) return;
  Report(input, *by, "required",
         input.Say("Without it no record can be found by its {}.", input.Title(*by)),
         input.Say("Give it, or leave \"{}\" out.", input.Title("match_on")));
}

// Zendesk chooses the ids of records.
void CheckMissing(Input& input) {
  if (input.Text("if_missing") != "create" || !input.Text("record_id")) return;
  Report(input, "if_missing", "excluded",
         input.Say("A record that is named by its ID cannot be made when it is missing."),
         input.Say("Give the {} instead.", input.Title("external_id")));
}

void CheckIdentity(Input& input) {
  const auto id = input.Text("record_id");
  const auto external_id = input.Text("external_id");
  if (id && external_id) Exclude(input, "record_id", "external_id");
  if (id && IsPathStep(*id)) {
    Report(input, "record_id", "bad_format",
           input.Say("{} is not the ID of a record.", input.Title("record_id")),
           input.Say(
               "Give the ID that Zendesk gave to the record, such as 01GDXYEY1FQYN066VHF49YHJ21."));
  }
  if (external_id && external_id->find(',') != external_id->npos) {
    Report(input, "external_id", "bad_format",
           input.Say("Zendesk cannot find a record by an external ID that holds a comma."),
           input.Say("Give the {} instead.", input.Title("record_id")));
  }
}

}  // namespace

void CheckRecord(Input& input, RecordWrite write) {
  CheckObjectType(input);
  CheckAttributes(input);
  if (write == RecordWrite::kCreate) return CheckMatch(input);
  CheckIdentity(input);
  CheckMissing(input);
}

}  // namespace zendesk::tasks
