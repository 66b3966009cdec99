// SPDX-License-Identifier: Apache-2.0
// Choices that Zendesk looks for itself: an account has too many of them for a catalog.
#pragma once

#include "plugin/tasks/choice.h"

namespace zendesk::tasks {

// Each throws Problem when Zendesk refuses, and Error for a token that no page has given.

/// developer.zendesk.com/api-reference/ticketing/users/users/#search-users
Task<ChoicePage> OfferUsers(const Question& question);
/// developer.zendesk.com/api-reference/ticketing/organizations/organizations/#autocomplete-organizations
Task<ChoicePage> OfferOrganizations(const Question& question);
/// Of the object whose key is the question's detail, without one of the chosen object.
/// developer.zendesk.com/api-reference/custom-data/custom-objects/custom_object_records/
Task<ChoicePage> OfferRecords(const Question& question);
/// Those that can still be changed, the newest change first.
/// developer.zendesk.com/api-reference/ticketing/ticket-management/search/
Task<ChoicePage> OfferTickets(const Question& question);
/// The same for problems, which incidents belong to.
Task<ChoicePage> OfferProblems(const Question& question);

}  // namespace zendesk::tasks
