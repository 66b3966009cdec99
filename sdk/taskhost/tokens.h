// SPDX-License-Identifier: Apache-2.0
// The tokens that belong to connections.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "host/services.h"
#include "host/token_store.h"
#include "task_plugin.h"
#include "taskhost/connection_store.h"

namespace taskhost {

// The store of this user, beside his connections. NULL when there can be none: no home, or a disk
// that takes nothing. Throws task_host::Error when others could look into it.
std::shared_ptr<task_host::TokenStore> OpenTokens(const ConnectionStore& connections,
                                                  task_host::LogSink log);

struct TokenState {
  // TP_E_NOT_FOUND: none are stored. TP_E_UNAUTHENTICATED: somebody has to sign in again.
  // TP_E_INTERNAL: they cannot be read.
  tp_status status = TP_E_NOT_FOUND;
  std::uint64_t generation = 0;
  std::string scope;
  std::int64_t expires_at_unix_ms = 0;  // 0: it does not say
};

// What is stored for a connection of this id.
TokenState StateOf(const ConnectionStore& connections, const std::string& id);

// Deletes what is stored for it; nothing is no fault. Throws task_host::Error.
void ForgetTokens(const ConnectionStore& connections, const std::string& id);

}  // namespace taskhost
