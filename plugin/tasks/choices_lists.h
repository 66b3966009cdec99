// SPDX-License-Identifier: Apache-2.0
// Choices out of the catalog: what an account's administrators have set up, and who works there.
#pragma once

#include "plugin/tasks/choice.h"

namespace zendesk::tasks {

// Each throws Problem when the list cannot be read, and Error for a token that no page has given.

Task<ChoicePage> OfferGroups(const Question& question);
/// Of the group that the form holds, when it has one, else all.
Task<ChoicePage> OfferAgents(const Question& question);
/// Agents of all groups.
Task<ChoicePage> OfferFollowers(const Question& question);
Task<ChoicePage> OfferBrands(const Question& question);
Task<ChoicePage> OfferTicketForms(const Question& question);
Task<ChoicePage> OfferCustomStatuses(const Question& question);
/// The account's own.
Task<ChoicePage> OfferTicketFields(const Question& question);
/// Of the ticket field whose ID is the question's detail. Without one of the last entry of
/// custom_fields that names a field and has no value, else of the last that names one; Error for a
/// name that is not one field's.
Task<ChoicePage> OfferFieldOptions(const Question& question);
Task<ChoicePage> OfferCustomObjects(const Question& question);
/// Of the chosen object.
Task<ChoicePage> OfferObjectFields(const Question& question);
/// Of the field that the question's detail names, "object/field", both by their keys.
Task<ChoicePage> OfferObjectFieldOptions(const Question& question);

}  // namespace zendesk::tasks
