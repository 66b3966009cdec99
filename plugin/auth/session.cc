// SPDX-License-Identifier: Apache-2.0
// Many ask, one renews, all go on.
#include "plugin/auth/session.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "plugin/auth/session_state.h"

namespace zendesk::auth {

using transport::Deadline;
using transport::Failure;
using transport::Transport;

namespace {

// For how long a token that could not be renewed ahead of time is used on before the next try.
constexpr std::int64_t kPauseMs = 5000;

// More is no lifetime, but would make sums overflow.
constexpr std::int64_t kLongestLifetime = std::int64_t{100} * 366 * 24 * 60 * 60 * 1000;

}  // namespace

Session::Session(std::shared_ptr<const Credentials> fixed) : fixed_(std::move(fixed)) {}

Session::Session(Grant grant, TokenSource source)
    : grant_(std::move(grant)), source_(std::move(source)) {}

Session::~Session() = default;

Session::State& Session::StateFor(const Transport& transport) {
  if (state_ == nullptr || state_->home != &transport) {
    // The parent's I/O thread may have been anywhere in it when this process was made.
    static_cast<void>(state_.release());
    state_ = std::make_unique<State>(&transport);
  }
  return *state_;
}

std::shared_ptr<const Credentials> Session::Fresh(const Transport& transport) {
  if (fixed_ != nullptr) return fixed_;
  const State& state = StateFor(transport);
  return state.token != nullptr && Now() < state.renew_at ? state.token : nullptr;
}

Task<std::shared_ptr<const Credentials>> Session::Obtain(Transport& transport, Deadline deadline) {
  const std::shared_ptr<Renewal> renewal = BeginRenewal(transport);
  try {
    while (!renewal->is_over) co_await renewal->bell.Await(deadline);
  } catch (const Failure& failure) {
    const bool late = failure.kind() == Failure::Kind::kTimeout;
    throw NoToken(late ? NoToken::Kind::kTimeout : NoToken::Kind::kCancelled, failure.message());
  }
  if (renewal->failure) std::rethrow_exception(renewal->failure);
  co_return renewal->token;
}

Task<std::shared_ptr<const Credentials>> Session::Replace(
    Transport& transport, std::shared_ptr<const Credentials> refused, Deadline deadline) {
  if (fixed_ != nullptr) co_return nullptr;
  State& state = StateFor(transport);
  if (state.token == refused) state.token = nullptr;
  if (auto fresh = Fresh(transport)) co_return fresh;
  co_return co_await Obtain(transport, deadline);
}

std::shared_ptr<Session::Renewal> Session::BeginRenewal(Transport& transport) {
  State& state = StateFor(transport);
  if (state.renewal != nullptr) return state.renewal;
  auto renewal = state.renewal = std::make_shared<Renewal>();
  // A task of its own: whoever asked first may be cancelled while others wait.
  try {
    transport.Start(Renew(transport, shared_from_this()),
                    [self = shared_from_this()](const std::exception_ptr& failure) {
                      self->EndRenewal(failure);
                    });
  } catch (...) {
    state.renewal = nullptr;
    throw;
  }
  return renewal;
}

void Session::EndRenewal(std::exception_ptr failure) {
  State& state = *state_;
  const std::shared_ptr<Renewal> renewal = std::exchange(state.renewal, nullptr);
  // It was tried ahead of time, so the token is still good.
  if (failure && state.token != nullptr && Now() < state.ends_at) {
    state.renew_at = std::min(Now() + kPauseMs, state.ends_at);
    failure = nullptr;
  }
  renewal->failure = std::move(failure);
  renewal->token = state.token;
  renewal->is_over = true;
  renewal->bell.Ring();
}

// Wall clocks jump, so lifetimes are counted by the monotonic clock. What others have stored says
// its age by the wall clock only; a jump makes it look older, at worst, and be renewed for nothing.
std::int64_t Session::IssuedAt(const Tokens& tokens) const {
  if (tokens.issued_at_unix_ms <= 0) return Now();
  const std::int64_t age = source_.clock->UnixMs() - tokens.issued_at_unix_ms;
  return Now() - std::max<std::int64_t>(age, 0);
}

void Session::Adopt(const Tokens& tokens, std::uint64_t generation, std::int64_t issued_at) {
  constexpr std::int64_t kLongestMargin = 60'000;
  constexpr std::int64_t kMarginPart = 5;
  State& state = *state_;
  state.token = Credentials::Bearer(tokens.access.view());
  state.generation = generation;
  state.scope = tokens.scope;
  state.expires_at_unix_ms = tokens.expires_at_unix_ms;
  if (tokens.expires_at_unix_ms <= 0) {
    state.renew_at = state.ends_at = std::numeric_limits<std::int64_t>::max();
    return;
  }
  const std::int64_t lifetime =
      tokens.expires_at_unix_ms -
      (tokens.issued_at_unix_ms > 0 ? tokens.issued_at_unix_ms : source_.clock->UnixMs());
  state.ends_at = issued_at + std::min(lifetime, kLongestLifetime);
  state.renew_at = state.ends_at - std::min(kLongestMargin, lifetime / kMarginPart);
}

void Session::Mask(std::string& text) const {
  if (grant_) grant_->mask().Mask(text);
  if (state_ != nullptr) state_->sent.Mask(text);
}

void Session::Mask(transport::Response& answer) const {
  if (grant_) grant_->mask().Mask(answer);
  if (state_ != nullptr) state_->sent.Mask(answer);
}

const std::string& Session::scope() const noexcept {
  static const std::string kUnknown;
  return state_ == nullptr ? kUnknown : state_->scope;
}

std::int64_t Session::expires_at_unix_ms() const noexcept {
  return state_ == nullptr ? 0 : state_->expires_at_unix_ms;
}

}  // namespace zendesk::auth
