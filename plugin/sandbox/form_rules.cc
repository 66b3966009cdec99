// SPDX-License-Identifier: Apache-2.0
// What has to be filled in: by the fields when a ticket is solved, by the form's conditions in the
// statuses that they name.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "custom_fields.h"
#include "field_values.h"
#include "ticket_draft.h"

namespace sandbox {
namespace {

bool is_done(const TicketProperties& ticket) {
  return ticket.status == "solved" || ticket.status == "closed";
}

const FieldValue& value_of(const TicketProperties& ticket, Id field_id) {
  static const FieldValue kEmpty;
  const auto found = ticket.custom_fields.find(field_id);
  return found == ticket.custom_fields.end() ? kEmpty : found->second;
}

// A list fits when the value is one of its items.
bool is_met(const FormCondition& condition, const TicketProperties& ticket) {
  const FieldValue& value = value_of(ticket, condition.parent_field_id);
  if (const auto* flag = std::get_if<bool>(&value))
    return condition.value == (*flag ? "true" : "false");
  if (const auto* text = std::get_if<std::string>(&value)) return *text == condition.value;
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    return std::find(list->begin(), list->end(), condition.value) != list->end();
  }
  return condition.value == "false";  // a box that nobody has ticked
}

// The fields of a form as its conditions leave it.
struct FormState {
  std::set<Id> shown;
  std::set<Id> required;  ///< by conditions, in the status that the ticket gets
};

FormState state_of(const TicketForm& form, const TicketProperties& ticket) {
  FormState state;
  state.shown.insert(form.ticket_field_ids.begin(), form.ticket_field_ids.end());
  for (const FormCondition& condition : form.agent_conditions) {
    for (const ChildField& child : condition.child_fields) state.shown.erase(child.id);
  }
  const std::string status = ticket.status == "closed" ? "solved" : ticket.status;
  for (const FormCondition& condition : form.agent_conditions) {
    if (!is_met(condition, ticket)) continue;
    for (const ChildField& child : condition.child_fields) {
      state.shown.insert(child.id);
      if (child.is_required_on(status)) state.required.insert(child.id);
    }
  }
  return state;
}

}  // namespace

void check_required_fields(TicketDraft& draft) {
  const TicketProperties& next = draft.next;
  const bool solves = is_done(next);
  if (solves && draft.before && is_done(*draft.before)) return;
  const TicketForm* form = draft.account.find_form(next.ticket_form_id);
  const FormState state = form ? state_of(*form, next) : FormState();
  for (const TicketField& field : draft.account.ticket_fields) {
    const bool by_condition = state.required.contains(field.id);
    if (!by_condition && !(solves && field.required)) continue;
    bool is_missing = field.type == "assignee" && !next.assignee_id;
    if (!field.is_system()) {
      is_missing = state.shown.contains(field.id) && is_empty(value_of(next, field.id));
    }
    if (!is_missing) continue;
    if (solves) {
      draft.errors.add_for_ticket_field(
          fmt::format("{}: is required when solving a ticket", field.title), std::nullopt, field.id,
          field_class(field));
    } else {
      draft.errors.add_for_ticket_field(fmt::format("{}: cannot be blank", field.title),
                                        "BlankValue", field.id, field_class(field));
    }
  }
}

}  // namespace sandbox
