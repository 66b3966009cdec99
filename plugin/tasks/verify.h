// SPDX-License-Identifier: Apache-2.0
// Does the connection work, as whom, and for which tasks?
#pragma once

#include <memory>
#include <string>

#include "author/input.h"
#include "author/operation.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// What a client does not know of its connection.
struct Patient {
  std::string type;  ///< of the connection, as in the manifest
  std::shared_ptr<const HostClock> clock;
};

/// Output, and the report that every failure brings, too: see TP_EXT_VERIFY in task_plugin.h. Each
/// failure has a status and a code of its own: no such account (kInvalidArgument), no connection,
/// bad credentials, credentials that act as nobody ("zendesk.anonymous"), a user who is suspended
/// or no agent. Changes nothing in Zendesk; a token may be renewed.
Task<task_plugin::Output> VerifyConnection(Client client, const task_plugin::Input& no_input,
                                           Patient patient);

}  // namespace zendesk::tasks
