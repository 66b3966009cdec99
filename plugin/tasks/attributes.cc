// SPDX-License-Identifier: Apache-2.0
// Member by member.
#include "plugin/tasks/attributes.h"

#include "author/json.h"

namespace zendesk::tasks {

namespace json = task_plugin::json;

void WriteAttributes(const task_plugin::Input& input, ObjectWriter& writer,
                     std::vector<task_plugin::Warning>& warnings) {
  const json::Value* attributes = input.Find("attributes");
  if (attributes == nullptr) return;
  for (const auto& [name, value] : attributes->GetObject()) {
    if (value.IsString() && value.GetStringLength() == 0) {
      warnings.push_back({"field_ignored",
                          input.Say("The attribute was not written, since its value is empty. "
                                    "Null clears an attribute."),
                          json::Join("/attributes", json::Text(name))});
    } else {
      writer.Value(json::Text(name), value);
    }
  }
}

}  // namespace zendesk::tasks
