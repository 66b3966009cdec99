// SPDX-License-Identifier: Apache-2.0
// Zendesk's rules, from the account's fields and forms. What is found goes through the same table
// as Zendesk's own refusals, so that both read alike.
#include "plugin/tasks/foresight.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "plugin/tasks/before_writing.h"
#include "plugin/tasks/object_writer.h"
#include "plugin/zendesk/error_body.h"
#include "plugin/zendesk/flat_object.h"
#include "plugin/zendesk/object_scan.h"
#include "plugin/zendesk/time_text.h"

namespace zendesk::tasks {
namespace {

constexpr std::string_view kTicket = "ticket";

// A ticket as it would be.
class NextTicket {
 public:
  explicit NextTicket(const PlannedWrite& write)
      : before_(ReadFlatObject(FindObject(write.before, kTicket))),
        asked_(ReadFlatObject(FindObject(write.body, kTicket))) {}

  const FlatMember* Asked(std::string_view key) const { return FindMember(asked_, key, ""); }
  std::string Before(std::string_view key) const { return Text(FindMember(before_, key, "")); }
  std::string Next(std::string_view key) const { return Text(Find(key, "")); }

  const FlatValue& Field(int64_t id) const {
    static const FlatValue kNone;
    const FlatMember* member = Find("custom_fields", fmt::format("{}", id));
    return member != nullptr ? member->value : kNone;
  }

  std::string RequesterAddress() const { return Text(FindMember(asked_, "requester", "email")); }

  bool HasAssignee() const {
    const FlatMember* email = Asked("assignee_email");
    return (email != nullptr && !email->value.is_empty()) || !Next("assignee_id").empty();
  }

 private:
  static std::string Text(const FlatMember* member) {
    return member != nullptr ? member->value.text : std::string();
  }
  const FlatMember* Find(std::string_view key, std::string_view inner) const {
    const FlatMember* asked = FindMember(asked_, key, inner);
    return asked != nullptr ? asked : FindMember(before_, key, inner);
  }

  const FlatObject before_;
  const FlatObject asked_;
};

bool IsDone(std::string_view status) {
  return status == "solved" || status == "closed";
}

// One that Zendesk would write like this.
FieldProblem Complain(const TicketField& field, bool solves) {
  FieldProblem problem{"base", "", "", field.id, ""};
  problem.title = field.title;
  if (field.type == "assignee") problem.ticket_field_type = "FieldAssignee";
  if (field.type == "priority") problem.ticket_field_type = "FieldPriority";
  if (field.type == "tickettype") problem.ticket_field_type = "FieldTicketType";
  problem.code = solves ? "" : "BlankValue";
  problem.description =
      field.title + (solves ? ": is required when solving a ticket" : ": cannot be blank");
  return problem;
}

class Rules {
 public:
  Rules(const NextTicket& ticket, const NamedList<TicketField>& fields, const TicketForm* form,
        std::string status)
      : ticket_(ticket), fields_(fields), status_(std::move(status)) {
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
    if (field.type == "assignee") return !ticket_.HasAssignee();
    if (field.type == "priority") return ticket_.Next("priority").empty();
    if (field.type == "tickettype") return ticket_.Next("type").empty();
    return false;
  }

  const NextTicket& ticket_;
  const NamedList<TicketField>& fields_;
  const std::string status_;
  std::set<int64_t> shown_;
  std::set<int64_t> required_;  // by conditions
};

template <typename Item>
Task<Listed<Item>> ListIfAllowed(Client& client) {
  return BeforeWriting(client.catalog().GetIfAllowed<Item>(client));
}

// As one of Zendesk's own; a custom one is of one of these kinds.
Task<std::string> NextStatus(Client& client, const NextTicket& ticket) {
  if (ticket.Asked("custom_status_id") != nullptr) {
    const Listed<CustomStatus> statuses = co_await ListIfAllowed<CustomStatus>(client);
    const auto id = ReadDigits(ticket.Next("custom_status_id"));
    const CustomStatus* status = statuses && id ? statuses->ById(*id) : nullptr;
    if (status != nullptr) co_return status->category;
  }
  co_return ticket.Next("status");
}

const TicketForm* NextForm(const NextTicket& ticket, const Listed<TicketForm>& forms) {
  if (forms == nullptr) return nullptr;
  if (const auto id = ReadDigits(ticket.Next("ticket_form_id"))) return forms->ById(*id);
  const auto& all = forms->items();
  const auto form = std::find_if(all.begin(), all.end(),
                                 [](const TicketForm& known) { return known.is_default; });
  return form != all.end() ? &*form : nullptr;
}

Task<std::vector<FieldProblem>> MissingFields(Client& client, const NextTicket& ticket) {
  std::vector<FieldProblem> missing;
  const std::string status = co_await NextStatus(client, ticket);
  if (IsDone(status) && IsDone(ticket.Before("status"))) co_return missing;
  const Listed<TicketField> fields = co_await ListIfAllowed<TicketField>(client);
  if (fields == nullptr) co_return missing;
  const Listed<TicketForm> forms = co_await ListIfAllowed<TicketForm>(client);
  const TicketForm* form = NextForm(ticket, forms);
  co_return Rules(ticket, *fields, form, status).Missing();
}

Task<bool> IsOutsideOfGroup(Client& client, const NextTicket& ticket) {
  if (ticket.Asked("assignee_id") == nullptr || ticket.Asked("group_id") == nullptr)
    co_return false;
  const auto assignee = ReadDigits(ticket.Next("assignee_id"));
  const auto group = ReadDigits(ticket.Next("group_id"));
  if (!assignee || !group) co_return false;
  const Listed<Membership> memberships = co_await ListIfAllowed<Membership>(client);
  if (memberships == nullptr) co_return false;
  const auto& all = memberships->items();
  co_return std::none_of(all.begin(), all.end(), [&](const Membership& membership) {
    return membership.user_id == *assignee && membership.group_id == *group;
  });
}

// Whom Zendesk does not know, it makes or refuses.
Task<bool> IsRequesterSuspended(Client& client, const NextTicket& ticket) {
  if (ticket.Asked("requester_id") != nullptr) {
    const auto id = ReadDigits(ticket.Next("requester_id"));
    if (!id) co_return false;
    const auto user = co_await TryRead(client.ShowUser(*id));
    co_return user && user->reply.suspended;
  }
  const std::string address = ticket.RequesterAddress();
  if (address.empty()) co_return false;
  const auto found = co_await BeforeWriting(client.catalog().FindUsers(client, address));
  const auto users = found->list.ByName(address);
  co_return users.size() == 1 && users.front()->suspended;
}

Problem Refusal(std::vector<FieldProblem> fields) {
  constexpr int kUnprocessable = 422;
  ErrorBody body;
  body.name = "RecordInvalid";
  body.fields = std::move(fields);
  Problem problem = ProblemOfRefusal(kUnprocessable, body);
  problem.fields = std::move(body.fields);
  return problem;
}

}  // namespace

Task<std::optional<Problem>> ForeseeRefusal(Client& client, const PlannedWrite& write) {
  const NextTicket ticket(write);
  if (ticket.Before("status") == "closed")
    co_return Refusal({{"status", "", "Status: closed prevents ticket update", 0, ""}});
  if (NameOf(write.body) != kTicket) co_return std::nullopt;
  std::vector<FieldProblem> fields;
  if (co_await IsRequesterSuspended(client, ticket))
    fields.push_back({"requester", "", "Requester: is suspended", 0, ""});
  if (co_await IsOutsideOfGroup(client, ticket))
    fields.push_back({"assignee", "", "Assignee: is not in the group", 0, ""});
  const std::vector<FieldProblem> missing = co_await MissingFields(client, ticket);
  fields.insert(fields.end(), missing.begin(), missing.end());
  if (fields.empty()) co_return std::nullopt;
  co_return Refusal(std::move(fields));
}

}  // namespace zendesk::tasks
