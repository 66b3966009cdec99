// SPDX-License-Identifier: Apache-2.0
// The host's clock and store of tokens, as the lower rooms know them.
#pragma once

#include <memory>
#include <string>

#include "author/host.h"
#include "plugin/zendesk/account.h"

namespace zendesk::tasks {

/// The host's clock; see task_plugin::Host.
std::shared_ptr<const HostClock> MakeClock(std::shared_ptr<const task_plugin::Host> host);

/// What sessions take from the host; the store is null when the host has none.
/// `connection_id` is the host's name of the connection.
TokenSource MakeTokenSource(const Address& address, const AccountTimeouts& timeouts,
                            std::shared_ptr<const task_plugin::Host> host,
                            std::string_view connection_id);

}  // namespace zendesk::tasks
