// SPDX-License-Identifier: Apache-2.0
// One renewal: read the store, borrow the right to renew, ask Zendesk, store, and only then use.
//
// Zendesk ends both old tokens of a pair when it gives a new one. If the answer is lost on the way,
// or the process dies between the answer and the store, the pair in the store is dead. Nobody can
// tell that before the next renewal, which is refused then; so only that refusal marks a connection
// for a new sign-in.
#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "plugin/auth/encodings.h"
#include "plugin/auth/session_state.h"
#include "plugin/auth/token_reply.h"
#include "plugin/transport/arrival.h"

namespace zendesk::auth {

using transport::Arrival;
using transport::Deadline;
using transport::Failure;
using transport::Transport;
using Kind = NoToken::Kind;
using Status = TokenStore::Status;

namespace {

// For a call of the host's store, and for a request for tokens: a lease lasts longer.
constexpr std::chrono::seconds kPatience{30};

// How often others may be faster, or the store may fail, before a renewal gives up.
constexpr int kMostAttempts = 8;
constexpr int kMostCommits = 3;

Deadline Patience() {
  return std::chrono::steady_clock::now() + kPatience;
}

// Waits for what the host's store says.
template <typename T>
Task<T> Await(Arrival<T> arrival) {
  try {
    co_return co_await arrival.Await(Patience());
  } catch (const Failure& failure) {
    if (failure.kind() == Failure::Kind::kCancelled)
      throw NoToken(Kind::kCancelled, failure.message());
    throw NoToken(Kind::kStore, Message("The workflow engine's store of OAuth tokens does not "
                                        "answer."));
  }
}

NoToken NeverSignedIn() {
  return {Kind::kSignInAgain, Message("Nobody has signed in to Zendesk for this connection yet.")};
}

NoToken SignInAgain() {
  return {Kind::kSignInAgain,
          Message("Zendesk does not renew the access of this connection any more: the permission "
                  "was withdrawn or has expired, or the answer to an earlier renewal was lost.")};
}

}  // namespace

Task<void> Session::Renew(Transport& transport, std::shared_ptr<Session> self) {
  if (self->source_.store != nullptr) {
    co_await self->RenewInStore(transport);
    co_return;
  }
  const Tokens tokens = co_await self->Request(transport, self->grant_->BodyForSecret());
  self->Adopt(tokens, 0);
}

Task<void> Session::RenewInStore(Transport& transport) {
  State& state = *state_;
  const bool by_code = grant_->kind() == Grant::Kind::kAuthorizationCode;
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const TokenStore::Stored stored = co_await ReadStore(transport);
    if (stored.status == Status::kOk && stored.generation != state.generation) {
      Adopt(stored.tokens, stored.generation);
      if (Now() < state.renew_at) co_return;
    }
    if (by_code && stored.status == Status::kDead) throw SignInAgain();
    const Secret& kept = stored.tokens.refresh;
    const std::string_view refresh_token = kept.empty() ? grant_->refresh_token() : kept.view();
    if (by_code && refresh_token.empty()) throw NeverSignedIn();

    std::unique_ptr<TokenStore::Lease> lease = co_await Borrow(transport, stored.generation);
    if (lease == nullptr) continue;  // somebody has renewed meanwhile
    state.sent.clear();
    if (by_code) state.sent.emplace_back(refresh_token);
    std::string body =
        by_code ? grant_->BodyForRefreshToken(refresh_token) : grant_->BodyForSecret();
    const std::optional<NoToken> refusal =
        co_await Trade(transport, stored.generation, std::move(lease), std::move(body));
    if (!refusal && state.generation == stored.generation + 1) co_return;
    if (!refusal) continue;  // somebody else has stored newer ones
    if (refusal->kind() != Kind::kSignInAgain) throw *refusal;
    const TokenStore::Stored now = co_await ReadStore(transport);
    if (now.generation == stored.generation) throw *refusal;
  }
  throw NoToken(Kind::kStore, Message("Other programs that use this connection change its tokens "
                                      "again and again."));
}

// Nothing: the tokens are stored, here or, if another one was faster, there.
Task<std::optional<NoToken>> Session::Trade(Transport& transport, std::uint64_t generation,
                                            std::unique_ptr<TokenStore::Lease> lease,
                                            std::string body) {
  State& state = *state_;
  const auto vigil = co_await transport.KeepVigil();
  std::optional<NoToken> refusal;
  // What an earlier renewal could not store is still good: asking again would end it.
  if (!state.unstored) {
    try {
      state.unstored = co_await Request(transport, std::move(body));
    } catch (const NoToken& no_token) {
      refusal.emplace(no_token);
    }
  }
  if (refusal) {
    Arrival<Status> done;
    lease->Abandon(refusal->kind() == Kind::kSignInAgain, done.Deliverer(transport));
    co_await Await(done);
    co_return refusal;
  }
  const bool stored = co_await Store(transport, generation, std::move(lease));
  if (!stored) {
    co_return NoToken(Kind::kStore, Message("The workflow engine's store of OAuth tokens could not "
                                            "keep the new ones."));
  }
  co_return std::nullopt;
}

// False when the store fails. When the lease has ended meanwhile another one is borrowed, as the
// tokens in hand are the newest there are; unless somebody else has stored newer ones.
Task<bool> Session::Store(Transport& transport, std::uint64_t generation,
                          std::unique_ptr<TokenStore::Lease> lease) {
  State& state = *state_;
  for (int attempt = 0; attempt < kMostCommits; ++attempt) {
    Arrival<Status> done;
    lease->Commit(*state.unstored, done.Deliverer(transport));
    const Status status = co_await Await(done);
    if (status == Status::kOk) {
      const Tokens tokens = *std::exchange(state.unstored, std::nullopt);
      Adopt(tokens, generation + 1);
      co_return true;
    }
    if (status == Status::kConflict) lease = co_await Borrow(transport, generation);
    if (lease == nullptr) {
      state.unstored.reset();
      co_return true;
    }
  }
  co_return false;
}

Task<void> Session::SignIn(Transport& transport, SignedIn signed_in) {
  if (source_.store == nullptr) {
    throw NoToken(Kind::kStore, Message("The workflow engine has no store for OAuth tokens, so a "
                                        "sign-in would be lost."));
  }
  State& state = StateFor(transport);
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const TokenStore::Stored stored = co_await ReadStore(transport);
    std::unique_ptr<TokenStore::Lease> lease = co_await Borrow(transport, stored.generation);
    if (lease == nullptr) continue;
    state.unstored.reset();
    state.sent.clear();
    state.sent.emplace_back(signed_in.code);
    state.sent.emplace_back(signed_in.code_verifier);
    const std::optional<NoToken> refusal = co_await Trade(
        transport, stored.generation, std::move(lease), grant_->BodyForCode(signed_in));
    if (!refusal) co_return;
    if (refusal->kind() != Kind::kSignInAgain) throw *refusal;
    throw NoToken(Kind::kSignInAgain,
                  Message("Zendesk does not accept the code with which the sign-in ended: it has "
                          "expired, was used before, or belongs to another sign-in."));
  }
  throw NoToken(Kind::kStore, Message("Other programs that use this connection change its tokens "
                                      "again and again."));
}

Task<Tokens> Session::Request(Transport& transport, std::string body) {
  transport::Request request(transport::Method::kPost, source_.origin + "/oauth/tokens");
  request.headers.emplace_back("Accept: application/json");
  request.headers.emplace_back("Content-Type: application/json");
  request.body = std::move(body);
  request.has_secret_body = true;
  request.timeouts = source_.timeouts;
  request.deadline = Patience();
  const std::int64_t asked_at = source_.clock->UnixMs();

  transport::Response response;
  try {
    response = co_await transport.Send(request);
  } catch (const Failure& failure) {
    throw NoToken(
        failure.kind() == Failure::Kind::kCancelled ? Kind::kCancelled : Kind::kUnreachable,
        Message("Zendesk could not be asked for an access token."))
        .Because(failure.message());
  }
  if (response.status < 200 || response.status >= 300) throw Explain(std::move(response));
  std::optional<TokenReply> reply = ReadTokenReply(response.body);
  if (!reply) {
    throw NoToken(Kind::kBadReply,
                  Message("Zendesk's answer to the request for an access token holds none."));
  }
  ++renewals_;
  ForEachForm(reply->access_token.view(), source_.redact);
  ForEachForm(reply->refresh_token.view(), source_.redact);
  Tokens tokens;
  tokens.access = std::move(reply->access_token);
  tokens.refresh = std::move(reply->refresh_token);
  tokens.scope = std::move(reply->scope);
  tokens.issued_at_unix_ms = asked_at;
  if (reply->expires_in)
    tokens.expires_at_unix_ms = asked_at + std::chrono::milliseconds(*reply->expires_in).count();
  co_return tokens;
}

NoToken Session::Explain(transport::Response response) const {
  const std::string name = ReadTokenError(response.body);
  if (name == "invalid_grant" && grant_->kind() == Grant::Kind::kAuthorizationCode)
    return SignInAgain().Answered(std::move(response));
  if (name == "invalid_client" || name == "unauthorized_client") {
    return NoToken(Kind::kClientRefused,
                   Message("Zendesk does not accept the OAuth client of this connection: its "
                           "identifier or its secret is wrong, or it may not be used this way."))
        .Answered(std::move(response));
  }
  if (name == "invalid_scope") {
    return NoToken(Kind::kScopeRefused,
                   Message("Zendesk does not give this OAuth client the scope that the connection "
                           "asks for."))
        .Answered(std::move(response));
  }
  return NoToken(Kind::kRefused, Message("Zendesk gave no access token."))
      .Answered(std::move(response));
}

Task<TokenStore::Stored> Session::ReadStore(Transport& transport) {
  Arrival<TokenStore::Stored> arrival;
  source_.store->Read(arrival.Deliverer(transport));
  TokenStore::Stored stored = co_await Await(arrival);
  if (stored.status == Status::kFailed) {
    throw NoToken(Kind::kStore, Message("The workflow engine's store of OAuth tokens does not "
                                        "work."));
  }
  ForEachForm(stored.tokens.access.view(), source_.redact);
  ForEachForm(stored.tokens.refresh.view(), source_.redact);
  co_return stored;
}

// Null when somebody else has renewed since that generation.
Task<std::unique_ptr<TokenStore::Lease>> Session::Borrow(Transport& transport,
                                                         std::uint64_t generation) {
  Arrival<TokenStore::Loan> arrival;
  source_.store->BeginRefresh(generation, arrival.Deliverer(transport));
  TokenStore::Loan loan = co_await Await(arrival);
  if (loan.status == Status::kConflict) co_return nullptr;
  if (loan.status != Status::kOk) {
    throw NoToken(Kind::kStore, Message("The workflow engine's store of OAuth tokens does not "
                                        "work."));
  }
  co_return std::move(loan.lease);
}

void Session::Adopt(const Tokens& tokens, std::uint64_t generation) {
  // Wall clocks jump. What a lifetime is counted from is therefore the monotonic clock, from the
  // moment at which the token is taken over.
  constexpr std::int64_t kLongestMargin = 60'000;
  constexpr std::int64_t kMarginPart = 5;
  State& state = *state_;
  state.token = Credentials::Bearer(tokens.access.view());
  state.generation = generation;
  state.scope = tokens.scope;
  state.expires_at_unix_ms = tokens.expires_at_unix_ms;
  if (tokens.expires_at_unix_ms == 0) {
    state.renew_at = state.ends_at = std::numeric_limits<std::int64_t>::max();
    return;
  }
  const std::int64_t left = tokens.expires_at_unix_ms - source_.clock->UnixMs();
  const std::int64_t lifetime =
      tokens.issued_at_unix_ms == 0 ? left : tokens.expires_at_unix_ms - tokens.issued_at_unix_ms;
  state.ends_at = Now() + left;
  state.renew_at = state.ends_at - std::min(kLongestMargin, lifetime / kMarginPart);
}

}  // namespace zendesk::auth
