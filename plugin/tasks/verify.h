// SPDX-License-Identifier: Apache-2.0
// Does the connection work, as whom, and for which tasks?
#pragma once

#include "author/input.h"
#include "author/operation.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Output: see TP_EXT_VERIFY in task_plugin.h. Each failure has a status and a code of its own: no
/// such account (kInvalidArgument), no connection, bad credentials, credentials that act as nobody
/// ("zendesk.anonymous"), a user who is suspended or no agent. Changes nothing in Zendesk.
Task<task_plugin::Output> VerifyConnection(Client client, const task_plugin::Input& no_input);

}  // namespace zendesk::tasks
