// SPDX-License-Identifier: Apache-2.0
// Which keys a ticket write may carry. The others are dropped, and a header says so.
#pragma once

#include <string>
#include <vector>

#include "json.h"

namespace sandbox {

enum class TicketAction { kCreate, kUpdate };

/// Dotted paths as in `ticket.comment.colour`, in the order of the request.
std::vector<std::string> unpermitted_keys(TicketAction action, const Json& ticket);

/// The value of `X-Zendesk-API-Warn`: a Ruby hash as its inspect method prints it.
std::string warning_text(TicketAction action, const std::vector<std::string>& keys);

}  // namespace sandbox
