// SPDX-License-Identifier: Apache-2.0
// Zendesk's own words for a tag, and the lists of the input.
#include "plugin/tasks/ticket_tags.h"

#include <algorithm>

#include "author/json.h"
#include "author/text.h"
#include "plugin/tasks/object_writer.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;
using task_plugin::Input;

// What Zendesk takes for the end of a tag.
constexpr std::string_view kTagSeparators = " ,\t\r\n";

std::vector<std::string> TagsIn(const Input& input, const char* name) {
  std::vector<std::string> tags;
  const json::Value* list = input.Knows(name) ? input.Find(name) : nullptr;
  if (list == nullptr) return tags;
  for (const json::Value& text : list->GetArray()) AppendTags(json::Text(text), tags);
  return tags;
}

}  // namespace

void AppendTags(std::string_view text, std::vector<std::string>& tags) {
  for (size_t begin = 0; (begin = text.find_first_not_of(kTagSeparators, begin)) != text.npos;) {
    const size_t end = std::min(text.find_first_of(kTagSeparators, begin), text.size());
    tags.push_back(task_plugin::Fold(text.substr(begin, end - begin)));
    begin = end;
  }
}

std::vector<std::string> AddedTags(const Input& input) {
  return TagsIn(input, input.Knows("additional_tags") ? "additional_tags" : "tags");
}

std::vector<std::string> RemovedTags(const Input& input) {
  return TagsIn(input, "remove_tags");
}

bool ChangesTags(const Input& input) {
  return !AddedTags(input).empty() || !RemovedTags(input).empty();
}

std::vector<std::string> ApplyTagChanges(const Input& input, std::vector<std::string> tags) {
  for (std::string& tag : AddedTags(input)) {
    const auto is_tag = [&](const std::string& other) { return task_plugin::Fold(other) == tag; };
    if (std::none_of(tags.begin(), tags.end(), is_tag)) tags.push_back(std::move(tag));
  }
  for (const std::string& tag : RemovedTags(input)) {
    std::erase_if(tags, [&](const std::string& other) { return task_plugin::Fold(other) == tag; });
  }
  return tags;
}

std::string BuildTagBody(const std::vector<std::string>& tags, std::string_view updated_stamp) {
  ObjectWriter writer;
  writer.BeginList("tags");
  for (const std::string& tag : tags) writer.Item(tag);
  writer.EndList();
  writer.Boolean("safe_update", true);
  writer.Text("updated_stamp", updated_stamp);
  return writer.Finish();
}

}  // namespace zendesk::tasks
