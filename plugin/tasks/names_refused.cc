// SPDX-License-Identifier: Apache-2.0
// A refusal by itself tells nobody which of the input's names it is about.
#include "plugin/tasks/names_refused.h"

#include "plugin/tasks/refusal.h"

namespace zendesk::tasks {

std::string NameOf(ReadList list, const task_plugin::Input& input) {
  switch (list) {
    case ReadList::kUsers:
      return input.Say("the users");
    case ReadList::kAgents:
      return input.Say("the agents");
    case ReadList::kOrganizations:
      return input.Say("the organizations");
    case ReadList::kGroups:
      return input.Say("the groups");
    case ReadList::kBrands:
      return input.Say("the brands");
    case ReadList::kTicketForms:
      return input.Say("the ticket forms");
    case ReadList::kCustomStatuses:
      return input.Say("the custom statuses");
    case ReadList::kTicketFields:
      return input.Say("the ticket fields");
    case ReadList::kObjectFields:
      return input.Say("the object's fields");
    case ReadList::kTargets:
      return input.Say("what the fields lead to");
  }
  return {};
}

void TellList(Problem& problem, const task_plugin::Input& input, std::string_view property,
              ReadList list) {
  if (!problem.fields.empty()) return;
  const bool is_refused = problem.kind == Problem::Kind::kPermissionDenied ||
                          problem.kind == Problem::Kind::kNotFound ||
                          problem.code == "zendesk.feature_unavailable";
  if (is_refused) {
    problem.fields.push_back(Complaint(
        std::string(property), "not_readable",
        input.Say("Zendesk does not let the user of the connection read {}, among which it is "
                  "looked up.",
                  NameOf(list, input))));
  } else if (problem.kind == Problem::Kind::kUnavailable) {
    problem.fields.push_back(Complaint(
        std::string(property), "not_looked_up",
        input.Say("{}, among which it is looked up, could not be read. Nothing was written.",
                  NameOf(list, input))));
  }
}

}  // namespace zendesk::tasks
