// SPDX-License-Identifier: Apache-2.0
// When a ticket form shows a field, and when it demands it.
#pragma once

#include <functional>
#include <string>

#include "author/texts.h"
#include "plugin/tasks/form_field.h"
#include "plugin/zendesk/catalog_fields.h"
#include "plugin/zendesk/catalog_forms.h"
#include "plugin/zendesk/named_list.h"

namespace zendesk::tasks {

/// The key of a field's property.
using KeyOf = std::function<std::string(const TicketField& field)>;

/// Adds to `form` when a field shows and when it has to hold something, by its own mark and by the
/// conditions of the ticket form, null when none is chosen. A condition that one pointer and one
/// schema cannot express leaves the field in sight: too many fields do no harm.
void AddConditions(const TicketForm* ticket_form, const NamedList<TicketField>& fields,
                   const TicketField& field, const KeyOf& key_of, const task_plugin::Texts& texts,
                   FormField& form);

}  // namespace zendesk::tasks
