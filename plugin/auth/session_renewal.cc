// SPDX-License-Identifier: Apache-2.0
// One renewal: read the store, borrow the right to renew, ask Zendesk, store, and only then use.
//
// Zendesk ends both old tokens of a pair when it gives a new one. If the answer is lost on the way,
// or the process dies between the answer and the store, the pair in the store is dead. Nobody can
// tell that before the next renewal, which is refused then; so only that refusal marks a connection
// for a new sign-in.
#include <chrono>
#include <utility>

#include "plugin/auth/encodings.h"
#include "plugin/auth/session_state.h"
#include "plugin/auth/token_reply.h"
#include "plugin/transport/wipe.h"

namespace zendesk::auth {

using transport::Arrival;
using transport::Failure;
using transport::Transport;
using Kind = NoToken::Kind;
using Status = TokenStore::Status;

namespace {

// How often others may be faster, or the store may fail, before a renewal gives up.
constexpr int kMostAttempts = 8;
constexpr int kMostCommits = 3;

NoToken NeverSignedIn() {
  return {Kind::kSignInAgain, Message("Nobody has signed in to Zendesk for this connection yet.")};
}

NoToken SignInAgain() {
  return {Kind::kSignInAgain,
          Message("Zendesk does not renew the access of this connection any more: the permission "
                  "was withdrawn or has expired, or the answer to an earlier renewal was lost.")};
}

NoToken Overtaken() {
  return {Kind::kStore, Message("Other programs that use this connection change its tokens again "
                                "and again.")};
}

}  // namespace

Task<void> Session::Renew(Transport& transport, std::shared_ptr<Session> self) {
  if (self->source_.store != nullptr) {
    co_await self->RenewInStore(transport);
    co_return;
  }
  const Given given = co_await self->Request(transport, self->grant_->BodyForSecret());
  self->Adopt(given.tokens, 0, given.asked_at);
}

Task<void> Session::RenewInStore(Transport& transport) {
  State& state = *state_;
  const bool by_code = grant_->kind() == Grant::Kind::kAuthorizationCode;
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const TokenStore::Stored stored = co_await ReadStore(transport);
    if (stored.status == Status::kOk && stored.generation != state.generation) {
      Adopt(stored.tokens, stored.generation, IssuedAt(stored.tokens));
      if (Now() < state.renew_at) co_return;
    }
    // Since then somebody has stored newer ones.
    if (state.unstored && state.unstored->seen != stored.generation) state.unstored.reset();
    const bool is_left_over = state.unstored.has_value();
    const Secret& kept = stored.tokens.refresh;
    const std::string_view refresh_token = kept.empty() ? grant_->refresh_token() : kept.view();
    if (by_code && !is_left_over) {
      if (stored.status == Status::kDead) throw SignInAgain();
      if (refresh_token.empty()) throw NeverSignedIn();
    }

    std::unique_ptr<TokenStore::Lease> lease = co_await Borrow(transport, stored.generation);
    if (lease == nullptr) continue;  // somebody has renewed meanwhile
    state.sent.Clear();
    if (by_code) state.sent.Add(refresh_token);
    std::string body =
        by_code ? grant_->BodyForRefreshToken(refresh_token) : grant_->BodyForSecret();
    const std::optional<NoToken> refusal = co_await Trade(
        transport, Purpose::kRenewal, stored.generation, std::move(lease), std::move(body));
    if (!refusal) {
      // What was left over may have ended by now.
      const bool is_new = state.generation == stored.generation + 1;
      if (is_new && (!is_left_over || Now() < state.renew_at)) co_return;
      continue;
    }
    if (refusal->kind() != Kind::kSignInAgain) throw *refusal;
    const TokenStore::Stored now = co_await ReadStore(transport);
    if (now.generation == stored.generation) throw *refusal;
  }
  throw Overtaken();
}

// Nothing: the tokens are stored and adopted; or, if somebody else has stored others meanwhile,
// left in state.unstored.
Task<std::optional<NoToken>> Session::Trade(Transport& transport, Purpose purpose,
                                            std::uint64_t generation,
                                            std::unique_ptr<TokenStore::Lease> lease,
                                            std::string body) {
  const transport::WipeAtEnd wipe(body);
  State& state = *state_;
  const auto vigil = co_await transport.KeepVigil();
  Given given;
  std::optional<NoToken> refusal;
  if (state.unstored) {
    // What an earlier renewal could not store is still good: asking again would end it.
    given = std::move(*state.unstored);
    state.unstored.reset();
  } else {
    try {
      given = co_await Request(transport, std::move(body));
    } catch (const NoToken& no_token) {
      refusal.emplace(no_token);
    }
  }
  if (refusal) {
    Arrival<Status> done;
    // A code that is refused says nothing about the tokens that are stored.
    const bool grant_is_dead =
        purpose == Purpose::kRenewal && refusal->kind() == Kind::kSignInAgain;
    lease->Abandon(grant_is_dead, done.Deliverer(transport));
    try {
      co_await Await(done);
    } catch (const NoToken&) {  // the refusal is what counts
    }
    co_return refusal;
  }
  given.seen = generation;
  try {
    if (co_await Store(transport, given, std::move(lease))) {
      Adopt(given.tokens, generation + 1, given.asked_at);
      co_return std::nullopt;
    }
  } catch (const NoToken& no_token) {
    refusal.emplace(no_token);
  }
  state.unstored = std::move(given);
  co_return refusal;
}

// False when somebody else has stored newer tokens. When the lease has merely ended another one is
// borrowed, as the tokens in hand are the newest there are.
Task<bool> Session::Store(Transport& transport, const Given& given,
                          std::unique_ptr<TokenStore::Lease> lease) {
  for (int attempt = 0; attempt < kMostCommits; ++attempt) {
    Arrival<Status> done;
    lease->Commit(given.tokens, done.Deliverer(transport));
    const Status status = co_await Await(done);
    if (status == Status::kOk) co_return true;
    if (status == Status::kConflict) lease = co_await Borrow(transport, given.seen);
    if (lease == nullptr) co_return false;
  }
  throw NoToken(Kind::kStore, Message("The workflow engine's store of OAuth tokens could not keep "
                                      "the new ones."));
}

Task<void> Session::SignIn(Transport& transport, SignedIn signed_in) {
  if (source_.store == nullptr) {
    throw NoToken(Kind::kStore, Message("The workflow engine has no store for OAuth tokens, so a "
                                        "sign-in would be lost."));
  }
  State& state = StateFor(transport);
  state.unstored.reset();
  for (int attempt = 0; attempt < kMostAttempts; ++attempt) {
    const TokenStore::Stored stored = co_await ReadStore(transport);
    // A person's new sign-in counts more than what others have renewed meanwhile.
    if (state.unstored) state.unstored->seen = stored.generation;
    std::unique_ptr<TokenStore::Lease> lease = co_await Borrow(transport, stored.generation);
    if (lease == nullptr) continue;
    state.sent.Clear();
    state.sent.Add(signed_in.code);
    state.sent.Add(signed_in.code_verifier);
    const std::optional<NoToken> refusal =
        co_await Trade(transport, Purpose::kSignIn, stored.generation, std::move(lease),
                       grant_->BodyForCode(signed_in));
    if (!refusal && !state.unstored) co_return;
    if (!refusal) continue;
    if (refusal->kind() != Kind::kSignInAgain) throw *refusal;
    throw NoToken(Kind::kSignInAgain,
                  Message("Zendesk does not accept the code with which the sign-in ended: it has "
                          "expired, was used before, or belongs to another sign-in."));
  }
  throw Overtaken();
}

Task<Session::Given> Session::Request(Transport& transport, std::string body) {
  transport::Request request(transport::Method::kPost, source_.origin + "/oauth/tokens");
  request.headers.emplace_back("Accept: application/json");
  request.headers.emplace_back("Content-Type: application/json");
  request.body = std::move(body);
  request.has_secret_body = true;
  request.timeouts = source_.timeouts;
  request.deadline = Patience();
  const std::int64_t asked_at_unix_ms = source_.clock->UnixMs();
  Given given;
  given.asked_at = Now();

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
  Tokens& tokens = given.tokens;
  tokens.access = std::move(reply->access_token);
  tokens.refresh = std::move(reply->refresh_token);
  tokens.scope = std::move(reply->scope);
  tokens.issued_at_unix_ms = asked_at_unix_ms;
  if (reply->expires_in) {
    tokens.expires_at_unix_ms =
        asked_at_unix_ms + std::chrono::milliseconds(*reply->expires_in).count();
  }
  co_return given;
}

NoToken Session::Explain(transport::Response response) const {
  const Secret error = ReadTokenError(response.body);
  const std::string_view name = error.view();
  // Here, as what is cut later on may be half a secret.
  Mask(response);
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

// Waits for what the host's store says.
template <typename T>
Task<T> Session::Await(Arrival<T> arrival) {
  try {
    co_return co_await arrival.Await(Patience());
  } catch (const Failure& failure) {
    if (failure.kind() == Failure::Kind::kCancelled)
      throw NoToken(Kind::kCancelled, failure.message());
    throw NoToken(Kind::kStore, Message("The workflow engine's store of OAuth tokens does not "
                                        "answer."));
  }
}

}  // namespace zendesk::auth
