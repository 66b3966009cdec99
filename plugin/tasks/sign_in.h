// SPDX-License-Identifier: Apache-2.0
// A person signs in with a browser, and a connection ends.
#pragma once

#include <memory>

#include "author/input.h"
#include "author/operation.h"
#include "author/sign_in_request.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

using SignInRequest = std::shared_ptr<const task_plugin::SignInRequest>;

/// Outputs: see TP_EXT_SIGN_IN in task_plugin.h. A connection of a type for which nobody signs in
/// gets kNotImplemented ("not_implemented").
Task<task_plugin::Output> BeginSignIn(Client client, const task_plugin::Input& no_input,
                                      SignInRequest request);
Task<task_plugin::Output> FinishSignIn(Client client, const task_plugin::Input& no_input,
                                       SignInRequest request);

/// Ends the access token of the connection at Zendesk, and with it the refresh token. Other
/// credentials end in Zendesk's Admin Center alone.
Task<task_plugin::Output> RevokeAccess(Client client, const task_plugin::Input& no_input);

}  // namespace zendesk::tasks
