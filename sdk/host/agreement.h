// SPDX-License-Identifier: Apache-2.0
// Does the code agree with its manifest? Both are checked before a plugin object is made.
#pragma once

#include <span>
#include <string>

#include "host/manifest.h"
#include "task_plugin.h"

namespace task_host {

// The negotiation, in this order: magic, major version, size of the entry, minor version, id,
// version. Throws Error(kLibrary) with a message of its own for each failure.
void CheckEntry(const tp_entry* entry, const Manifest& manifest);

// Lets the plugin register its tasks and compares them with the manifest's: same ids, same
// versions, schemas that are equal as JSON values. Throws Error(kLibrary).
void CheckTasks(const tp_entry& entry, const Manifest& manifest);

// Does the host offer every service that the plugin requires? Throws Error(kLibrary).
void CheckServices(const Manifest& manifest, std::span<const std::string> offered_services);

}  // namespace task_host
