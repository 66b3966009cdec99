// SPDX-License-Identifier: Apache-2.0
// From the account's fields and forms.
#include "plugin/tasks/required_fields.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "plugin/tasks/names_list.h"
#include "plugin/tasks/refusal.h"

namespace zendesk::tasks {
namespace {

bool IsDone(std::string_view status) {
  return status == "solved" || status == "closed";
}

FieldProblem Complain(const TicketField& field, bool solves) {
  FieldProblem problem = Complaint("base", solves ? "required_on_solve" : "BlankValue");
  problem.ticket_field_id = field.id;
  problem.title = field.title;
  if (field.type == "assignee") problem.ticket_field_type = "FieldAssignee";
  if (field.type == "priority") problem.ticket_field_type = "FieldPriority";
  if (field.type == "tickettype") problem.ticket_field_type = "FieldTicketType";
  return problem;
}

class Rules {
 public:
  Rules(const NextTicket& ticket, const NamedList<TicketField>& fields, const TicketForm* form,
        std::string status, bool assignee_is_refused)
      : ticket_(ticket),
        fields_(fields),
        status_(std::move(status)),
        assignee_is_refused_(assignee_is_refused) {
    if (form != nullptr) ReadForm(*form);
  }

  // What has to be filled in, and is not.
  std::vector<FieldProblem> Missing() const {
    std::vector<FieldProblem> missing;
    const bool solves = IsDone(status_);
    for (const TicketField& field : fields_.items()) {
      if (!field.active || !IsMissing(field)) continue;
      if (required_.contains(field.id) || (solves && field.required))
        missing.push_back(Complain(field, solves));
    }
    return missing;
  }

 private:
  // A form shows its fields; those of its conditions only when one of these holds.
  void ReadForm(const TicketForm& form) {
    shown_.insert(form.field_ids.begin(), form.field_ids.end());
    for (const FormCondition& condition : form.agent_conditions) {
      for (const FormChild& child : condition.children) shown_.erase(child.field_id);
    }
    for (const FormCondition& condition : form.agent_conditions) {
      if (!Holds(condition)) continue;
      for (const FormChild& child : condition.children) {
        shown_.insert(child.field_id);
        if (IsRequired(child.required_on)) required_.insert(child.field_id);
      }
    }
  }

  bool Holds(const FormCondition& condition) const {
    const TicketField* parent = fields_.ById(condition.parent_field_id);
    if (parent == nullptr) return false;
    if (!parent->is_custom) {
      return (parent->type == "tickettype" && ticket_.Next("type") == condition.value) ||
             (parent->type == "priority" && ticket_.Next("priority") == condition.value);
    }
    const FlatValue& value = ticket_.Field(parent->id);
    const auto& texts = value.texts;
    if (parent->type == "checkbox" && value.is_empty()) return condition.value == "false";
    return value.text == condition.value ||
           std::find(texts.begin(), texts.end(), condition.value) != texts.end();
  }

  bool IsRequired(const RequiredOn& required_on) const {
    if (required_on.when != RequiredOn::When::kSome)
      return required_on.when == RequiredOn::When::kAlways;
    const std::string_view status = status_ == "closed" ? "solved" : std::string_view(status_);
    const auto& statuses = required_on.statuses;
    return std::find(statuses.begin(), statuses.end(), status) != statuses.end();
  }

  bool IsMissing(const TicketField& field) const {
    if (field.is_custom) return shown_.contains(field.id) && ticket_.Field(field.id).is_empty();
    if (field.type == "assignee") return !ticket_.HasAssignee(assignee_is_refused_);
    if (field.type == "priority") return ticket_.Next("priority").empty();
    if (field.type == "tickettype") return ticket_.Next("type").empty();
    return false;
  }

  const NextTicket& ticket_;
  const NamedList<TicketField>& fields_;
  const std::string status_;
  const bool assignee_is_refused_;
  std::set<int64_t> shown_;
  std::set<int64_t> required_;  // by conditions
};

// As one of Zendesk's own; a custom one is of one of these kinds.
Task<std::string> NextStatus(Client& client, const NextTicket& ticket) {
  if (const auto id = ticket.AskedId("custom_status_id")) {
    const Listed<CustomStatus> statuses = co_await ListIfAllowed<CustomStatus>(client);
    const CustomStatus* status = statuses ? statuses->ById(*id) : nullptr;
    if (status != nullptr) co_return status->category;
  }
  co_return ticket.Next("status");
}

const TicketForm* NextForm(const NextTicket& ticket, const Listed<TicketForm>& forms) {
  if (forms == nullptr) return nullptr;
  if (const auto id = ticket.NextId("ticket_form_id")) return forms->ById(*id);
  const auto& all = forms->items();
  const auto form = std::find_if(all.begin(), all.end(),
                                 [](const TicketForm& known) { return known.is_default; });
  return form != all.end() ? &*form : nullptr;
}

}  // namespace

Task<std::vector<FieldProblem>> MissingFields(Client& client, const NextTicket& ticket,
                                              bool assignee_is_refused) {
  std::vector<FieldProblem> missing;
  const std::string status = co_await NextStatus(client, ticket);
  if (IsDone(status) && IsDone(ticket.Before("status"))) co_return missing;
  const Listed<TicketField> fields = co_await ListIfAllowed<TicketField>(client);
  if (fields == nullptr) co_return missing;
  const Listed<TicketForm> forms = co_await ListIfAllowed<TicketForm>(client);
  const TicketForm* form = NextForm(ticket, forms);
  co_return Rules(ticket, *fields, form, status, assignee_is_refused).Missing();
}

}  // namespace zendesk::tasks
