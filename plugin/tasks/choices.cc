// SPDX-License-Identifier: Apache-2.0
// One row for each source.
#include "plugin/tasks/choices.h"

#include <algorithm>
#include <array>
#include <string>

#include "author/error.h"
#include "plugin/tasks/choices_lists.h"
#include "plugin/tasks/choices_page.h"
#include "plugin/tasks/choices_search.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Output;
using task_plugin::Status;

Error NoSuchSource(const Input& no_input, std::string_view name) {
  std::string known;
  for (const ChoiceSource& source : AllChoiceSources())
    known.append(known.empty() ? "" : ", ").append(source.name);
  return {Status::kInvalidArgument, "invalid_input",
          no_input.Say("There are no choices called \"{}\". There are: {}.", name, known)};
}

}  // namespace

std::span<const ChoiceSource> AllChoiceSources() {
  constexpr int64_t kSetUp = 300;  // an administrator's work
  constexpr int64_t kDaily = 30;   // what comes and goes with every customer
  static constexpr std::array kSources = {
      ChoiceSource{"zendesk.ticket_fields", OfferTicketFields, ValueOf::kName, kSetUp},
      ChoiceSource{"zendesk.ticket_field_ids", OfferTicketFields, ValueOf::kId, kSetUp},
      ChoiceSource{"zendesk.field_options", OfferFieldOptions, ValueOf::kName, kSetUp},
      ChoiceSource{"zendesk.groups", OfferGroups, ValueOf::kName, kSetUp},
      ChoiceSource{"zendesk.group_ids", OfferGroups, ValueOf::kId, kSetUp},
      ChoiceSource{"zendesk.agents", OfferAgents, ValueOf::kName, kSetUp},
      ChoiceSource{"zendesk.agent_ids", OfferAgents, ValueOf::kId, kSetUp},
      ChoiceSource{"zendesk.agent_emails", OfferAgents, ValueOf::kEmail, kSetUp},
      ChoiceSource{"zendesk.follower_emails", OfferFollowers, ValueOf::kEmail, kSetUp},
      ChoiceSource{"zendesk.brands", OfferBrands, ValueOf::kName, kSetUp},
      ChoiceSource{"zendesk.brand_ids", OfferBrands, ValueOf::kId, kSetUp},
      ChoiceSource{"zendesk.ticket_forms", OfferTicketForms, ValueOf::kName, kSetUp},
      ChoiceSource{"zendesk.ticket_form_ids", OfferTicketForms, ValueOf::kId, kSetUp},
      ChoiceSource{"zendesk.custom_statuses", OfferCustomStatuses, ValueOf::kName, kSetUp},
      ChoiceSource{"zendesk.custom_status_ids", OfferCustomStatuses, ValueOf::kId, kSetUp},
      ChoiceSource{"zendesk.custom_objects", OfferCustomObjects, ValueOf::kId, kSetUp},
      ChoiceSource{"zendesk.object_fields", OfferObjectFields, ValueOf::kId, kSetUp},
      ChoiceSource{"zendesk.object_field_options", OfferObjectFieldOptions, ValueOf::kName, kSetUp},
      ChoiceSource{"zendesk.users", OfferUsers, ValueOf::kName, kDaily},
      ChoiceSource{"zendesk.user_ids", OfferUsers, ValueOf::kId, kDaily},
      ChoiceSource{"zendesk.user_emails", OfferUsers, ValueOf::kEmail, kDaily},
      ChoiceSource{"zendesk.organizations", OfferOrganizations, ValueOf::kName, kDaily},
      ChoiceSource{"zendesk.organization_ids", OfferOrganizations, ValueOf::kId, kDaily},
      ChoiceSource{"zendesk.records", OfferRecords, ValueOf::kId, kDaily},
      ChoiceSource{"zendesk.tickets", OfferTickets, ValueOf::kId, kDaily},
      ChoiceSource{"zendesk.problems", OfferProblems, ValueOf::kId, kDaily},
  };
  return kSources;
}

Task<Output> LoadChoices(Client client, const Input& no_input, OptionsRequest request) {
  const auto sources = AllChoiceSources();
  const std::string_view asked = request->source;
  const size_t colon = std::min(asked.find(':'), asked.size());
  const std::string_view name = asked.substr(0, colon);
  const auto source =
      std::find_if(sources.begin(), sources.end(),
                   [name](const ChoiceSource& known) { return known.name == name; });
  if (source == sources.end()) throw NoSuchSource(no_input, asked);
  const std::string_view detail = asked.substr(std::min(colon + 1, asked.size()));
  const Question question{client, *request, no_input, source->value, detail};
  const ChoicePage page = co_await source->offer(question);
  co_return Output{WriteChoices(page, source->ttl_seconds), {}};
}

}  // namespace zendesk::tasks
