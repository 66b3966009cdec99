// SPDX-License-Identifier: Apache-2.0
// A TokenStore as plugins see it: the table of tp.token-store/1.
#pragma once

#include "task_plugin.h"

namespace task_host {

// For every HostServices that has a token store. A store that drops a done is answered for with
// TP_E_INTERNAL. What the store answers late reaches the plugin, but no HostServices: it may be
// gone by then.
const tp_svc_tokens& TokenService();

}  // namespace task_host
