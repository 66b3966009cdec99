// SPDX-License-Identifier: Apache-2.0
// Zendesk shows a field when any of its conditions holds.
#include "plugin/tasks/form_conditions.h"

#include <algorithm>
#include <set>
#include <vector>

#include "author/json.h"

namespace zendesk::tasks {
namespace {

namespace json = task_plugin::json;

// Empty for what no value of the input is compared with.
std::string PointerTo(const TicketField& parent, const KeyOf& key_of) {
  if (parent.type == "tickettype") return "/type";
  if (parent.type == "priority") return "/priority";
  if (parent.type == "status") return "/status";
  const bool is_compared = parent.type == "tagger" || parent.type == "checkbox";
  return parent.removable && is_compared ? json::Join("/custom_fields", key_of(parent))
                                         : std::string();
}

std::string SchemaOf(const TicketField& parent, const std::set<std::string>& values) {
  json::Buffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::WriteText(writer, "enum");
  writer.StartArray();
  for (const std::string& value : values) {
    if (parent.type == "checkbox") {
      writer.Bool(value == "true");
    } else {
      json::WriteText(writer, value);
    }
  }
  writer.EndArray();
  writer.EndObject();
  return buffer.Take();
}

std::string RequiredSentence(const RequiredOn& required, const task_plugin::Texts& texts) {
  if (required.when == RequiredOn::When::kAlways) return texts.Say("Required on this form.");
  if (required.when == RequiredOn::When::kNever) return {};
  std::string statuses;
  for (const std::string& status : required.statuses)
    statuses += (statuses.empty() ? "" : ", ") + status;
  return texts.Say("Required on this form in status {}.", statuses);
}

}  // namespace

void AddConditions(const TicketForm& ticket_form, const NamedList<TicketField>& fields,
                   const TicketField& field, const KeyOf& key_of, const task_plugin::Texts& texts,
                   FormField& form) {
  std::set<int64_t> parents;
  std::set<std::string> values;
  for (const FormCondition& condition : ticket_form.agent_conditions) {
    const auto child =
        std::find_if(condition.children.begin(), condition.children.end(),
                     [&field](const FormChild& known) { return known.field_id == field.id; });
    if (child == condition.children.end()) continue;
    parents.insert(condition.parent_field_id);
    values.insert(condition.value);
    const std::string sentence = RequiredSentence(child->required_on, texts);
    if (!sentence.empty() && form.description.find(sentence) == std::string::npos)
      form.description += (form.description.empty() ? "" : " ") + sentence;
  }
  const TicketField* parent = parents.size() == 1 ? fields.ById(*parents.begin()) : nullptr;
  if (parent == nullptr) return;
  form.parent_pointer = PointerTo(*parent, key_of);
  if (!form.parent_pointer.empty()) form.parent_schema = SchemaOf(*parent, values);
}

}  // namespace zendesk::tasks
