// SPDX-License-Identifier: Apache-2.0
// The endpoints that find tickets by words: /api/v2/search and /api/v2/problems.
#pragma once

#include "call.h"

namespace sandbox {

/// `query`: words, numbers of tickets, and conditions such as `status<solved`; see TicketQuery.
/// Only tickets are found.
Response search(const Call& call);
/// The last changed first.
Response list_problems(const Call& call);
/// `text`, in the query or the body: part of the subject
Response autocomplete_problems(const Call& call);

}  // namespace sandbox
