// SPDX-License-Identifier: Apache-2.0
// For what a child process inherits from fork() and may not touch.
#pragma once

#include <memory>

namespace task_plugin {

/// Keeps the object for ever, without destroying it. In a child process the threads that an object
/// counts on do not exist, and any lock in it may be held by one of them, so there is no right way
/// to destroy it.
void Abandon(std::shared_ptr<void> object);

}  // namespace task_plugin
