// SPDX-License-Identifier: Apache-2.0
// The credentials of one connection at every moment: fixed ones, or OAuth tokens that are renewed
// in time.
//
//   std::shared_ptr<const Credentials> credentials = session->Fresh(transport);
//   if (!credentials) credentials = co_await session->Obtain(transport, deadline);
//   … a request with them is answered 401, since the token is not valid any more …
//   credentials = co_await session->Replace(transport, credentials, deadline);   // null: give up
//
// However many tasks ask, there is one renewal; with a token store, one among all processes and
// machines. New tokens are in the store before they are used.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "plugin/auth/clock.h"
#include "plugin/auth/credentials.h"
#include "plugin/auth/grant.h"
#include "plugin/auth/no_token.h"
#include "plugin/auth/token_store.h"
#include "plugin/transport/arrival.h"
#include "plugin/transport/transport.h"

namespace zendesk::auth {

template <typename T>
using Task = transport::Task<T>;

// Whom a session asks for tokens, and what it needs of the host.
struct TokenSource {
  std::string origin;  // the account's: "https://acme.zendesk.com"
  transport::Timeouts timeouts;
  std::shared_ptr<TokenStore> store;  // null: the host has none
  std::shared_ptr<const Clock> clock;
  std::function<void(std::string_view)> redact;  // takes new secrets before they are used
  // For each call of the store, and for a request for tokens: a lease lasts longer.
  std::chrono::milliseconds patience{30'000};
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  // Credentials that nobody renews here.
  explicit Session(std::shared_ptr<const Credentials> fixed);
  // `source.store` may be null for client credentials only: without a store, a refresh token would
  // be lost.
  Session(Grant grant, TokenSource source);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // [any thread] Are its credentials access tokens, whoever renews them?
  bool uses_tokens() const noexcept { return grant_ || fixed_->is_token(); }

  // [any thread] Null for fixed credentials.
  const Grant* grant() const noexcept { return grant_ ? &*grant_ : nullptr; }

  // [I/O thread] The credentials, unless they have to be renewed first; else null.
  std::shared_ptr<const Credentials> Fresh(const transport::Transport& transport);

  // [inside a task] Credentials after a renewal, whoever has made it. Throws NoToken. A renewal
  // goes on when those who wait for it do so no more.
  Task<std::shared_ptr<const Credentials>> Obtain(transport::Transport& transport,
                                                  transport::Deadline deadline);

  // [inside a task] The same after the service has refused the token of `refused`; null when there
  // are no others, since they are fixed.
  Task<std::shared_ptr<const Credentials>> Replace(transport::Transport& transport,
                                                   std::shared_ptr<const Credentials> refused,
                                                   transport::Deadline deadline);

  // [inside a task] Redeems the code with which a person's sign-in has ended, and stores the
  // tokens. Throws NoToken. For a grant by code; what `signed_in` views must live until the end.
  Task<void> SignIn(transport::Transport& transport, SignedIn signed_in);

  // [I/O thread] Hides what the session has sent or may send, other than access tokens, in what a
  // server sent: see SecretMask.
  void Mask(std::string& text) const;
  void Mask(transport::Response& answer) const;

  // [I/O thread] Of the newest token: what it is for, in words with spaces between, empty when
  // unknown; and when it ends, in milliseconds since 1970 UTC, 0 when unknown.
  const std::string& scope() const noexcept;
  std::int64_t expires_at_unix_ms() const noexcept;

  // [any thread] How often tokens were asked for and given.
  std::uint64_t renewals() const noexcept { return renewals_; }

  // [I/O thread] Those that were not taken before.
  std::int64_t TakeNewRenewals() noexcept {
    const std::uint64_t before = std::exchange(taken_renewals_, renewals_);
    return static_cast<std::int64_t>(taken_renewals_ - before);
  }

 private:
  enum class Purpose { kRenewal, kSignIn };
  struct State;
  struct Renewal;
  struct Given;

  State& StateFor(const transport::Transport& transport);
  std::int64_t Now() const { return source_.clock->MonotonicMs(); }
  transport::Deadline Patience() const {
    return std::chrono::steady_clock::now() + source_.patience;
  }

  // session.cc: those who wait, and what they get.
  std::shared_ptr<Renewal> BeginRenewal(transport::Transport& transport);
  void EndRenewal(std::exception_ptr failure);
  void Adopt(const Tokens& tokens, std::uint64_t generation, std::int64_t issued_at);
  std::int64_t IssuedAt(const Tokens& tokens) const;

  // session_renewal.cc: the renewal itself.
  Task<void> Renew(transport::Transport& transport, std::shared_ptr<Session> self);
  Task<void> RenewInStore(transport::Transport& transport);
  Task<std::optional<NoToken>> Trade(transport::Transport& transport, Purpose purpose,
                                     std::uint64_t generation,
                                     std::unique_ptr<TokenStore::Lease> lease, std::string body);
  Task<bool> Store(transport::Transport& transport, const Given& given,
                   std::unique_ptr<TokenStore::Lease> lease);
  Task<Given> Request(transport::Transport& transport, std::string body);
  Task<TokenStore::Stored> ReadStore(transport::Transport& transport);
  Task<std::unique_ptr<TokenStore::Lease>> Borrow(transport::Transport& transport,
                                                  std::uint64_t generation);
  template <typename T>
  Task<T> Await(transport::Arrival<T> arrival);
  NoToken Explain(transport::Response response) const;

  const std::shared_ptr<const Credentials> fixed_;
  const std::optional<Grant> grant_;
  const TokenSource source_;
  std::atomic<std::uint64_t> renewals_ = 0;
  std::uint64_t taken_renewals_ = 0;  // [I/O thread]
  std::unique_ptr<State> state_;      // [I/O thread]
};

}  // namespace zendesk::auth
