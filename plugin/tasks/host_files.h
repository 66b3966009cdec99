// SPDX-License-Identifier: Apache-2.0
// The host's files in the form that the client sends.
#pragma once

#include <memory>

#include "author/plugin.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// Opens what inputs name by handles. Throws what task_plugin::BlobService does; so does a read of
/// what it has opened. Reads on the I/O thread, so a host had better have its files at hand.
FileOpener MakeFileOpener(const task_plugin::PluginContext& context);

}  // namespace zendesk::tasks
