// SPDX-License-Identifier: Apache-2.0
// What the manifests say, as JSON for JavaScript.
#pragma once

#include <string>

#include "host/manifest.h"
#include "host/registry.h"

namespace task_node {

// {"plugins":[...],"places":[...]}
std::string ListDocument(const task_host::PluginRegistry& registry);
std::string TaskDocument(const task_host::Manifest& manifest, const task_host::TaskEntry& task);

}  // namespace task_node
