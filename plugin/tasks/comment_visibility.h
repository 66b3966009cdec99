// SPDX-License-Identifier: Apache-2.0
// Who sees a comment after the write: rules of an account can change that.
#pragma once

#include <optional>
#include <string_view>

#include "author/error.h"
#include "author/input.h"

namespace zendesk::tasks {

/// A warning ("not_as_asked") when the answer's audit shows the comment to others than the write, a
/// ticket as it went out, asked for. An answer without an audit tells nothing.
/// developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/
std::optional<task_plugin::Warning> VisibilityDifference(const task_plugin::Input& input,
                                                         std::string_view asked,
                                                         std::string_view answer);

}  // namespace zendesk::tasks
