// SPDX-License-Identifier: Apache-2.0
// What Zendesk would refuse of a record.
#pragma once

#include <string>
#include <vector>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// The custom object whose record a write makes or changes; empty when it writes no record.
std::string ObjectOf(const PlannedWrite& write);

/// Zendesk's complaints: of a name or an external ID that another record has, of a name that
/// Zendesk makes itself, of attributes that are missing, of more than 32 KB. None when the caller
/// may not read the object's fields. Throws Problem.
/// developer.zendesk.com/documentation/custom-data/v2/creating-custom-objects/
Task<std::vector<FieldProblem>> ForeseeRecord(Client& client, const PlannedWrite& write);

}  // namespace zendesk::tasks
