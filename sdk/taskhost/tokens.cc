// SPDX-License-Identifier: Apache-2.0
// The token store of this user.
#include "taskhost/tokens.h"

#include <filesystem>

#include "host/error.h"
#include "host/file_token_store.h"

namespace taskhost {
namespace {

// NULL where nothing has been stored yet: looking makes no folder.
std::shared_ptr<task_host::FileTokenStore> Existing(const std::filesystem::path& folder) {
  std::error_code unreadable;
  if (folder.empty() || !std::filesystem::exists(folder, unreadable)) return nullptr;
  return std::make_shared<task_host::FileTokenStore>(folder);
}

}  // namespace

std::shared_ptr<task_host::TokenStore> OpenTokens(const ConnectionStore& connections,
                                                  task_host::LogSink log) {
  if (connections.token_folder().empty()) return nullptr;
  try {
    return std::make_shared<task_host::FileTokenStore>(connections.token_folder(),
                                                       std::chrono::seconds(60), std::move(log));
  } catch (const task_host::Error& error) {
    // Where nothing can be written, what needs no store works all the same.
    if (error.kind() != task_host::Error::Kind::kNotFound) throw;
    return nullptr;
  }
}

TokenState StateOf(const ConnectionStore& connections, const std::string& id) {
  TokenState state;
  try {
    const auto store = Existing(connections.token_folder());
    const auto snapshot = store == nullptr ? std::nullopt : store->Snapshot(id);
    if (!snapshot) return state;
    state.status = snapshot->grant_is_dead ? TP_E_UNAUTHENTICATED : TP_OK;
    state.generation = snapshot->generation;
    state.scope = snapshot->scope;
    state.expires_at_unix_ms = snapshot->expires_at_unix_ms;
  } catch (const task_host::Error&) {
    state.status = TP_E_INTERNAL;
  }
  return state;
}

void ForgetTokens(const ConnectionStore& connections, const std::string& id) {
  if (const auto store = Existing(connections.token_folder())) store->Remove(id);
}

}  // namespace taskhost
