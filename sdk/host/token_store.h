// SPDX-License-Identifier: Apache-2.0
// Where OAuth tokens live that several threads, processes or machines share: the host's side of
// tp.token-store/1. task_plugin.h tells the protocol.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "host/wipe.h"
#include "task_plugin.h"

namespace task_host {

struct TokenSet {
  std::string access_token;
  std::string refresh_token;            // empty in Commit(): keep the stored one
  std::string scope;                    // scopes separated by spaces
  std::int64_t expires_at_unix_ms = 0;  // of the access token; 0: it does not say
  std::int64_t issued_at_unix_ms = 0;   // likewise; 0: unknown

  TokenSet() = default;
  TokenSet(TokenSet&&) noexcept = default;
  TokenSet& operator=(TokenSet&&) noexcept = default;
  ~TokenSet() {
    Wipe(access_token);
    Wipe(refresh_token);
  }
};

// Every function is for any thread and returns at once. Its done runs exactly once, on any thread,
// perhaps before the function returns; it must not throw, nor wait for another call of the store. A
// function that throws, for want of memory or of a thread, drops its done instead. All texts are
// UTF-8, and ids are not empty.
class TokenStore {
 public:
  // tokens is NULL unless the status is TP_OK, and borrowed until the function returns.
  using ReadDone =
      std::function<void(tp_status status, const TokenSet* tokens, std::uint64_t generation)>;
  using LeaseDone = std::function<void(tp_status status, std::uint64_t lease)>;
  using Done = std::function<void(tp_status status)>;

  // Ends what is open: what waits is answered with TP_E_CANCELLED, leases are given back.
  virtual ~TokenStore() = default;

  // TP_E_NOT_FOUND: no tokens are stored. TP_E_UNAUTHENTICATED: the grant is dead; the generation
  // counts then, too.
  virtual void Read(const std::string& connection_id, ReadDone done) = 0;
  // Lends a lease for the generation that was read, 0 when nothing was stored. Waits while somebody
  // else holds it. TP_E_CONFLICT: another generation is stored by now. A dead grant is no obstacle.
  virtual void BeginRefresh(const std::string& connection_id, std::uint64_t seen_generation,
                            LeaseDone done) = 0;
  // Stores the tokens as the next generation, which also revives a dead grant, and ends the lease.
  // TP_E_CONFLICT: the lease had ended before, and nothing is stored.
  virtual void Commit(std::uint64_t lease, TokenSet tokens, Done done) = 0;
  // Ends the lease; the grant becomes dead if that is said and the generation is still the one
  // seen. TP_E_CONFLICT: the lease had ended before, and nothing is changed.
  virtual void Abandon(std::uint64_t lease, bool grant_is_dead, Done done) = 0;
};

}  // namespace task_host
