// SPDX-License-Identifier: Apache-2.0
// Each call leaves a function on the heap, which the answer runs and ends. An answer that never
// comes leaves it there: whoever asked has stopped waiting, but the host may still hold the
// pointer.
#include "author/token_service.h"

#include <memory>

#include "author/copy_sized.h"
#include "author/text.h"

namespace task_plugin {
namespace {

template <typename Function>
void* Keep(Function function) {
  return std::make_unique<Function>(std::move(function)).release();
}

// Runs what was kept. Nothing may cross into the host, and there is nobody else to tell.
template <typename Function, typename... Args>
void Run(void* user, Args... args) noexcept {
  const std::unique_ptr<Function> function(static_cast<Function*>(user));
  try {
    (*function)(args...);
  } catch (...) {  // out of memory: the one who waits gives up in time
    return;
  }
}

void TP_CALL OnRead(void* user, tp_status status, const tp_token_set* theirs, uint64_t generation) {
  TokenSet tokens;
  if (status == TP_OK && theirs != nullptr) {
    const tp_token_set set = CopySized(theirs);
    tokens = {View(set.access_token), View(set.refresh_token), View(set.scope),
              set.expires_at_unix_ms, set.issued_at_unix_ms};
  }
  Run<TokenService::ReadDone>(user, static_cast<Status>(status),
                              status == TP_OK ? &tokens : nullptr, generation);
}

void TP_CALL OnLease(void* user, tp_status status, uint64_t lease) {
  Run<TokenService::LeaseDone>(user, static_cast<Status>(status), lease);
}

void TP_CALL OnDone(void* user, tp_status status) {
  Run<TokenService::Done>(user, static_cast<Status>(status));
}

}  // namespace

TokenService::TokenService(tp_host_ctx* ctx, const tp_svc_tokens* table)
    : ctx_(ctx),
      table_(table != nullptr && TP_HAS(table, tp_svc_tokens, abandon) ? table : nullptr) {}

void TokenService::Read(std::string_view connection_id, ReadDone done) const {
  table_->read(ctx_, Str(connection_id), OnRead, Keep(std::move(done)));
}

void TokenService::BeginRefresh(std::string_view connection_id, uint64_t seen_generation,
                                LeaseDone done) const {
  table_->begin_refresh(ctx_, Str(connection_id), seen_generation, OnLease, Keep(std::move(done)));
}

void TokenService::Commit(uint64_t lease, const TokenSet& tokens, Done done) const {
  const tp_token_set set = {
      .struct_size = sizeof(tp_token_set),
      .flags = 0,
      .access_token = Str(tokens.access_token),
      .refresh_token = Str(tokens.refresh_token),
      .scope = Str(tokens.scope),
      .expires_at_unix_ms = tokens.expires_at_unix_ms,
      .issued_at_unix_ms = tokens.issued_at_unix_ms,
  };
  table_->commit(ctx_, lease, &set, OnDone, Keep(std::move(done)));
}

void TokenService::Abandon(uint64_t lease, bool grant_is_dead, Done done) const {
  table_->abandon(ctx_, lease, grant_is_dead ? 1 : 0, OnDone, Keep(std::move(done)));
}

}  // namespace task_plugin
