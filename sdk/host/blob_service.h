// SPDX-License-Identifier: Apache-2.0
// A BlobStore as plugins see it: the table of tp.blob/1.
#pragma once

#include "task_plugin.h"

namespace task_host {

// For every HostServices.
const tp_svc_blob& BlobService();

}  // namespace task_host
