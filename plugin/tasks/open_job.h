// SPDX-License-Identifier: Apache-2.0
// Jobs that may still do what is about to be done again.
#pragma once

#include <string_view>

#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// For work of which an earlier run may have started a job: throws Problem while the account has
/// one of this kind ("Ticket", "Record") on its way, since what it will do cannot be seen yet.
Task<void> RequireNoOpenJob(Client& client, std::string_view kind);

}  // namespace zendesk::tasks
