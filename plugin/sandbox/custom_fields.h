// SPDX-License-Identifier: Apache-2.0
// Custom fields of tickets as error details name them.
#pragma once

#include <string>

#include "account.h"

namespace sandbox {

/// Ruby class of a field: `FieldTagger`.
std::string field_class(const TicketField& field);

}  // namespace sandbox
