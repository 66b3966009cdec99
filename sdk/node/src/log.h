// SPDX-License-Identifier: Apache-2.0
// Lines of the log on their way to JavaScript.
#pragma once

#include <memory>

#include "host/services.h"
#include "node/src/mailbox.h"

namespace task_node {

// emit("log", level, message, fields, lost). While JavaScript does not come to read, at most some
// thousand lines wait; lost tells how many were dropped before this one.
task_host::LogSink LogTo(std::shared_ptr<Mailbox> mailbox);

}  // namespace task_node
