// SPDX-License-Identifier: Apache-2.0
// Zendesk refuses custom fields by their numbers, which nobody knows.
#pragma once

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// What the account calls the field and what it can hold.
void NameField(const Field& field, FieldProblem& problem);

/// Adds to a refusal what the account calls the custom fields that it is about and what they can
/// hold, as far as the caller may read that. Sends nothing for another problem.
Task<void> NameFields(Client client, Problem& problem);

}  // namespace zendesk::tasks
