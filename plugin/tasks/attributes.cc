// SPDX-License-Identifier: Apache-2.0
// Member by member.
#include "plugin/tasks/attributes.h"

#include <string_view>

#include "author/json.h"

namespace zendesk::tasks {

namespace json = task_plugin::json;

std::vector<AskedPlace> PlacesOf(const task_plugin::Input& input,
                                 const ResolvedAttributes& resolved) {
  std::vector<AskedPlace> places;
  const json::Value* attributes = input.Find("attributes");
  if (attributes == nullptr) return places;
  for (const auto& member : attributes->GetObject()) {
    const std::string given(json::Text(member.name));
    const ResolvedAttribute* known = resolved.empty() ? nullptr : &resolved[places.size()];
    const bool is_called = known != nullptr && !known->title.empty();
    places.push_back({known != nullptr ? known->key : given, json::Join("/attributes", given),
                      is_called ? known->title : given});
  }
  return places;
}

void WriteAttributes(const task_plugin::Input& input, ObjectWriter& writer,
                     std::vector<task_plugin::Warning>& warnings,
                     const ResolvedAttributes& resolved) {
  const json::Value* attributes = input.Find("attributes");
  if (attributes == nullptr) return;
  size_t place = 0;
  for (const auto& [name, value] : attributes->GetObject()) {
    const ResolvedAttribute* known = resolved.empty() ? nullptr : &resolved[place++];
    const std::string_view key = known != nullptr ? std::string_view(known->key) : json::Text(name);
    if (value.IsString() && value.GetStringLength() == 0) {
      warnings.push_back({"field_ignored",
                          input.Say("The attribute was not written, since its value is empty. "
                                    "Null clears an attribute."),
                          json::Join("/attributes", json::Text(name))});
    } else if (known != nullptr && !known->value.empty()) {
      writer.Json(key, known->value);
    } else {
      writer.Value(key, value);
    }
  }
}

}  // namespace zendesk::tasks
