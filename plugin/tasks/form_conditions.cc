// SPDX-License-Identifier: Apache-2.0
// Zendesk shows a field when any of its conditions holds, and one without conditions always. Which
// one holds makes a field required, too, beside the field's own mark, which counts for solving.
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
  return parent.is_custom && is_compared ? json::Join("/custom_fields", key_of(parent))
                                         : std::string();
}

// Of one of the values, which may be those of a checkbox: an empty one is not ticked.
std::string SchemaOf(const std::set<std::string>& values, bool is_checkbox) {
  json::Buffer buffer;
  json::Writer writer(buffer);
  writer.StartObject();
  json::WriteText(writer, "enum");
  writer.StartArray();
  for (const std::string& value : values) {
    if (!is_checkbox) {
      json::WriteText(writer, value);
      continue;
    }
    writer.Bool(value == "true");
    if (value != "true") writer.Null();
  }
  writer.EndArray();
  writer.EndObject();
  return buffer.Take();
}

// As people see it.
std::string LabelOf(const TicketField& parent, const std::string& value) {
  const auto option =
      std::find_if(parent.options.begin(), parent.options.end(),
                   [&value](const FieldOption& known) { return known.value == value; });
  return option != parent.options.end() && !option->name.empty() ? option->name : value;
}

FieldCondition StatusIn(const std::vector<std::string>& statuses) {
  return {"/status", SchemaOf({statuses.begin(), statuses.end()}, false)};
}

std::string RequiredSentence(const TicketField& parent, const std::string& value,
                             const RequiredOn& required, const task_plugin::Texts& texts) {
  const std::string label = LabelOf(parent, value);
  if (required.when == RequiredOn::When::kAlways)
    return texts.Say("Required when {} is \"{}\".", parent.title, label);
  std::string statuses;
  for (const std::string& status : required.statuses)
    statuses += (statuses.empty() ? "" : ", ") + status;
  return texts.Say("Required when {} is \"{}\" and the status is {}.", parent.title, label,
                   statuses);
}

// One of a form's conditions as far as it concerns one field.
struct Rule {
  const TicketField* parent;
  std::string value;
  RequiredOn required_on;
};

std::vector<Rule> RulesFor(const TicketField& field, const TicketForm* ticket_form,
                           const NamedList<TicketField>& fields) {
  std::vector<Rule> rules;
  if (ticket_form == nullptr) return rules;
  for (const FormCondition& condition : ticket_form->agent_conditions) {
    const TicketField* parent = fields.ById(condition.parent_field_id);
    if (parent == nullptr) continue;
    for (const FormChild& child : condition.children) {
      if (child.field_id == field.id) rules.push_back({parent, condition.value, child.required_on});
    }
  }
  return rules;
}

FieldCondition ConditionOf(const TicketField& parent, const std::set<std::string>& values,
                           const KeyOf& key_of) {
  FieldCondition condition;
  condition.pointer = PointerTo(parent, key_of);
  if (!condition.pointer.empty()) condition.schema = SchemaOf(values, parent.type == "checkbox");
  return condition;
}

}  // namespace

void AddConditions(const TicketForm* ticket_form, const NamedList<TicketField>& fields,
                   const TicketField& field, const KeyOf& key_of, const task_plugin::Texts& texts,
                   FormField& form) {
  const std::vector<Rule> rules = RulesFor(field, ticket_form, fields);
  std::set<const TicketField*> parents;
  std::set<std::string> values;
  std::vector<const Rule*> demands;
  for (const Rule& rule : rules) {
    parents.insert(rule.parent);
    values.insert(rule.value);
    if (rule.required_on.when == RequiredOn::When::kNever) continue;
    demands.push_back(&rule);
    form.description += (form.description.empty() ? "" : " ") +
                        RequiredSentence(*rule.parent, rule.value, rule.required_on, texts);
  }
  if (parents.size() == 1) form.visible = ConditionOf(**parents.begin(), values, key_of);
  if (demands.size() == 1 && !field.required) {
    const Rule& demand = *demands.front();
    FieldCondition condition = ConditionOf(*demand.parent, {demand.value}, key_of);
    if (condition.pointer.empty()) return;
    form.required.push_back(std::move(condition));
    if (demand.required_on.when == RequiredOn::When::kSome)
      form.required.push_back(StatusIn(demand.required_on.statuses));
  } else if (demands.empty() && field.required) {
    form.required.push_back(StatusIn({"solved", "closed"}));
  }
}

}  // namespace zendesk::tasks
