// SPDX-License-Identifier: Apache-2.0
// What a field leads to, by what people call it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "author/json.h"
#include "plugin/tasks/names_match.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Can the text be Zendesk's ID of a record?
bool IsRecordId(std::string_view text);

/// The ID of the custom object's record that a text means: by its ID, which is Zendesk's to check,
/// its external ID or its name. Empty with a fault. Throws Problem.
Task<std::string> ResolveRecord(Client& client, std::string object, const NamePlace& given,
                                const task_plugin::Input& input,
                                std::vector<task_plugin::Fault>& faults);

/// Does the field lead to something: a person, an organization, a ticket, a brand, a record?
bool IsLookup(const Field& field);

/// The ID of what the value means, as JSON: an ID, which is Zendesk's to check, or a name, of which
/// the account must have one; of a user the e-mail address, of a record the external ID, too.
/// Precondition: IsLookup(field). Empty for null and an empty text, which can go as they are;
/// empty, too, with a fault at `pointer`. Throws Problem.
Task<std::string> ResolveLookup(Client& client, const Field& field,
                                const task_plugin::json::Value& value, std::string pointer,
                                const task_plugin::Input& input,
                                std::vector<task_plugin::Fault>& faults);

}  // namespace zendesk::tasks
