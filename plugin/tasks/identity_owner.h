// SPDX-License-Identifier: Apache-2.0
// Whom an identifier belongs to, before it is given to somebody.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// The user who has it, as far as Zendesk can be asked: by e-mail addresses, phone numbers and
/// external IDs. Nobody for one of another type, or when the caller may not look. Throws Problem.
Task<std::optional<int64_t>> FindOwner(Client& client, std::string type, std::string value);

}  // namespace zendesk::tasks
