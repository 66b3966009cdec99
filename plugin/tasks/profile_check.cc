// SPDX-License-Identifier: Apache-2.0
// What the schema of a profile task cannot say.
#include "author/text.h"
#include "plugin/tasks/check.h"
#include "plugin/tasks/profile_body.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Input;

// Zendesk finds a profile by "source:type:email:address".
void RefuseColon(Input& input, const char* name) {
  const auto text = input.Text(name);
  if (!text || text->find(':') == text->npos) return;
  Report(input, name, "bad_format",
         input.Say("{} must not hold a colon, since Zendesk separates the parts of a profile's "
                   "name by colons.",
                   input.Title(name)),
         input.Say("Use another character, such as a hyphen."));
}

void RefuseBlanks(Input& input, const char* name) {
  const auto text = input.Text(name);
  if (!text || !task_plugin::Trim(*text).empty()) return;
  Report(
      input, name, "required",
      input.Say("{} holds nothing but blanks, and Zendesk needs a value here.", input.Title(name)),
      input.Say("Fill it in."));
}

}  // namespace

void CheckProfile(Input& input) {
  RefuseBlanks(input, "source");
  RefuseBlanks(input, "type");
  RefuseColon(input, "source");
  RefuseColon(input, "type");
  if (task_plugin::Fold(input.Text("source").value_or("")) == "zendesk") {
    Report(input, "source", "not_allowed",
           input.Say("Zendesk keeps the {} \"zendesk\" for itself.", input.Title("source")),
           input.Say("Name the product that knows the person, for example Qualtrics."));
  }
}

}  // namespace zendesk::tasks
