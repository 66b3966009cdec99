// SPDX-License-Identifier: Apache-2.0
// From the account's catalog, which has the fields already or keeps them for the next task.
#include "plugin/tasks/name_fields.h"

#include <algorithm>
#include <optional>

#include "author/nearest.h"
#include "plugin/tasks/before_writing.h"

namespace zendesk::tasks {

void NameField(const Field& field, FieldProblem& problem) {
  problem.title = field.title;
  problem.pattern = field.regexp;
  const size_t count = std::min(field.options.size(), task_plugin::kMostCandidates);
  for (size_t i = 0; i < count; ++i) problem.options.push_back(field.options[i].name);
}

Task<void> NameFields(Client client, Problem& problem) {
  const auto has_number = [](const FieldProblem& field) { return field.ticket_field_id != 0; };
  if (std::none_of(problem.fields.begin(), problem.fields.end(), has_number)) co_return;
  client.RepeatNothing();
  const std::optional<Listed<TicketField>> fields =
      co_await TryRead(client.catalog().GetIfAllowed<TicketField>(client));
  if (!fields || *fields == nullptr) co_return;
  for (FieldProblem& field : problem.fields) {
    const TicketField* named = has_number(field) ? (*fields)->ById(field.ticket_field_id) : nullptr;
    if (named != nullptr) NameField(*named, field);
  }
}

}  // namespace zendesk::tasks
