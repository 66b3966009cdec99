// SPDX-License-Identifier: Apache-2.0
// Where the tokens of one connection are kept, for all threads, processes and machines that use it:
// the host's tp.token-store/1, whose rules task_plugin.h states.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "plugin/auth/secret.h"

namespace zendesk::auth {

struct Tokens {
  Secret access;
  Secret refresh;  // empty: none came with the access token
  std::string scope;
  std::int64_t issued_at_unix_ms = 0;   // 0: unknown
  std::int64_t expires_at_unix_ms = 0;  // of the access token; 0: it does not say
};

// Every call returns at once. Its answer comes at most once, on any thread, perhaps inside the
// call, perhaps never. [any thread]
class TokenStore {
 public:
  enum class Status {
    kOk,
    kNotFound,  // nothing is stored
    kDead,      // a person has to sign in again
    kConflict,  // somebody else was faster
    kFailed,    // the store does not work
  };

  struct Stored {
    Status status = Status::kFailed;
    Tokens tokens;
    std::uint64_t generation = 0;
  };

  // The right to renew. Whoever drops it without having committed or abandoned it gives it back.
  class Lease {
   public:
    virtual ~Lease() = default;
    virtual void Commit(const Tokens& tokens, std::function<void(Status)> done) = 0;
    virtual void Abandon(bool grant_is_dead, std::function<void(Status)> done) = 0;
  };

  struct Loan {
    Status status = Status::kFailed;
    std::unique_ptr<Lease> lease;  // with kOk
  };

  virtual ~TokenStore() = default;
  virtual void Read(std::function<void(Stored)> done) = 0;
  virtual void BeginRefresh(std::uint64_t seen_generation, std::function<void(Loan)> done) = 0;
};

}  // namespace zendesk::auth
