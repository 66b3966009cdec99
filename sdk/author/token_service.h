// SPDX-License-Identifier: Apache-2.0
// OAuth tokens in the host's keeping: tp.token-store/1, whose protocol task_plugin.h tells.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "author/status.h"
#include "task_plugin.h"

namespace task_plugin {

/// See tp_token_set. The texts are borrowed.
struct TokenSet {
  std::string_view access_token;
  std::string_view refresh_token;
  std::string_view scope;
  int64_t expires_at_unix_ms = 0;
  int64_t issued_at_unix_ms = 0;
};

/// Every call returns at once. `done` runs at most once, on any thread, perhaps inside the call,
/// perhaps after the plugin object has ended, perhaps never: it must own what it touches, and not
/// throw. [any thread]
class TokenService {
 public:
  /// `tokens` is null unless the status is kOk, and borrowed.
  using ReadDone = std::function<void(Status, const TokenSet* tokens, uint64_t generation)>;
  using LeaseDone = std::function<void(Status, uint64_t lease)>;
  using Done = std::function<void(Status)>;

  /// `table` may be null.
  TokenService(tp_host_ctx* ctx, const tp_svc_tokens* table);

  /// Does the host have a store?
  bool IsOffered() const { return table_ != nullptr; }

  void Read(std::string_view connection_id, ReadDone done) const;
  void BeginRefresh(std::string_view connection_id, uint64_t seen_generation, LeaseDone done) const;
  void Commit(uint64_t lease, const TokenSet& tokens, Done done) const;
  void Abandon(uint64_t lease, bool grant_is_dead, Done done) const;

 private:
  tp_host_ctx* ctx_;
  const tp_svc_tokens* table_;
};

}  // namespace task_plugin
