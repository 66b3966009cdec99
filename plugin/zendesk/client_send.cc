// SPDX-License-Identifier: Apache-2.0
// How each call is made: in its turn, with credentials that hold, and again where that helps.
#include <fmt/format.h>

#include "plugin/transport/wipe.h"
#include "plugin/zendesk/client.h"
#include "plugin/zendesk/error_body.h"

namespace zendesk {

using transport::Method;

namespace {

constexpr int kTooManyRequests = 429;
constexpr std::string_view kTags = "/tags";

// Does a 401 say that the token has ended? Other reasons would not go away with another token.
bool RefusesToken(const transport::Response& response) {
  if (response.status != 401) return false;
  const ErrorBody body = ReadErrorBody(response.body);
  return body.name == "invalid_token" || body.name.starts_with("Couldn't authenticate");
}

// What the headers of the account's limit stand for at this address.
std::string_view BucketOf(const Call& call) {
  return call.route.endpoint == Endpoint::kProfiles ? "profiles" : "";
}

void SetAuthorization(transport::Request& request, const auth::Credentials& credentials) {
  transport::Wipe(request.headers.front());
  request.headers.front() = credentials.AuthorizationHeader();
}

}  // namespace

Task<transport::Response> Client::Send(Method method, std::string_view path, std::string body,
                                       Call call) {
  if (IsDry(call)) return Plan(method, std::string(path), std::move(body), call);
  transport::Request request = NewRequest(method, path);
  if (call.effect != Effect::kRead) request.headers.emplace_back("Content-Type: application/json");
  if (!call.idempotency_key.empty())
    request.headers.push_back(fmt::format("Idempotency-Key: {}", call.idempotency_key));
  request.body = std::move(body);
  return Send(std::move(request), call);
}

// Attempts, until one succeeds or another could not help.
Task<transport::Response> Client::Send(transport::Request request, Call call) {
  request.headers.emplace(request.headers.begin());  // SetAuthorization's
  Repeats repeats(repeats_, deadline_, call.rereads_conflicts, around_.chance);
  bool may_be_done = work_.may_be_done && call.effect != Effect::kRead;
  for (;;) {
    std::optional<Problem> problem;
    try {
      co_return co_await Attempt(request, call);
    } catch (Problem& thrown) {
      problem.emplace(std::move(thrown));
    }
    const bool is_repeatable = call.repeats_unclear || !MayBeDone(*problem);
    const auto wait = is_repeatable ? repeats.WaitAfter(*problem) : std::nullopt;
    if (!wait) {
      if (may_be_done) AddUnclearAttempt(*problem, call.effect);
      throw WithoutSecrets(*std::move(problem));
    }
    may_be_done = may_be_done || (call.effect != Effect::kRead && MayBeDone(*problem));
    co_await AwaitRepeat(*wait, call.effect, may_be_done);
  }
}

// In place of a write: what it would change is read, so that what is not there is found missing in
// the same way.
Task<transport::Response> Client::Plan(Method method, std::string path, std::string body,
                                       Call call) {
  transport::Response response;
  PlannedWrite write(method, path, std::move(body));
  const bool is_update = method == Method::kPatch || call.route.endpoint == Endpoint::kUpdateTicket;
  if (is_update || method == Method::kPut) {
    try {
      // Tags are a part of their ticket.
      if (path.ends_with(kTags)) path.resize(path.size() - kTags.size());
      const transport::Response now =
          co_await Send(Method::kGet, std::move(path), std::string(), Call(Effect::kRead));
      write.before = now.body;
    } catch (const Problem& problem) {
      if (is_update || problem.code != "zendesk.not_found") throw;
    }
  }
  constexpr int kDone = 200;
  constexpr int kMade = 201;
  response.status = is_update ? kDone : kMade;
  work_.dry_run->push_back(std::move(write));
  co_return response;
}

Task<bool> Client::AwaitAnother(Problem problem) {
  problem.retry = Problem::Retry::kSafe;
  Repeats repeats(repeats_, deadline_, false, around_.chance);
  const auto wait = repeats.WaitAfter(problem);
  if (!wait) co_return false;
  co_await AwaitRepeat(*wait, Effect::kRead, false);
  co_return true;
}

Task<bool> Client::AwaitOthers(std::chrono::milliseconds least) {
  std::uniform_int_distribution<int64_t> more(0, least.count());
  const std::chrono::milliseconds wait = least + std::chrono::milliseconds(more(around_.chance));
  if (!HasTimeFor(wait)) co_return false;
  co_await AwaitRepeat(wait, Effect::kRead, false);
  co_return true;
}

Task<void> Client::AwaitRepeat(std::chrono::milliseconds wait, Effect effect, bool may_be_done) {
  ++cost_.attempts;
  around_.counters.repeats.Add(1);
  CountWait(wait, cost_, around_.counters);
  try {
    co_await Sleep(wait, effect);
  } catch (Problem& problem) {
    if (may_be_done) AddUnclearAttempt(problem, effect);
    throw;
  }
}

// Not for a limit that others wait for, too.
Task<void> Client::Sleep(std::chrono::steady_clock::duration wait, Effect effect) {
  const transport::Rest rest(place_);
  try {
    co_await around_.transport.SleepUntil(std::chrono::steady_clock::now() + wait);
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, effect);
  }
}

// Without credentials and body.
transport::Request Client::NewRequest(Method method, std::string_view path) const {
  transport::Request request(method, fmt::format("{}{}", account_.address().origin, path));
  constexpr size_t kMostOthers = 4;
  request.headers.reserve(around_.headers.size() + kMostOthers);
  request.headers.emplace_back("Accept: application/json");
  request.headers.insert(request.headers.end(), around_.headers.begin(), around_.headers.end());
  request.log_path = PathForLog(path);
  request.traceparent = work_.traceparent;
  request.timeouts = account_.timeouts();
  request.deadline = deadline_;
  return request;
}

// Any answer.
Task<transport::Response> Client::SendOnce(const transport::Request& request, const Call& call,
                                           Admission& admission) {
  ++cost_.api_calls;
  around_.counters.api_calls.Add(1);
  if (call.effect != Effect::kRead) last_write_ = std::chrono::steady_clock::now();
  if (notes_ != nullptr) notes_->WillSend();
  transport::Response response;
  try {
    response = co_await around_.transport.Send(request);
  } catch (const transport::Failure& failure) {
    throw ProblemOfFailure(failure, call.effect);
  }
  // Before its texts are read, of which copies would stay in memory, or cut, which could leave half
  // a secret.
  Mask(response);
  governor_.Take(response, admission);
  if (notes_ != nullptr) notes_->Take(response, BucketOf(call));
  co_return response;
}

Task<void> Client::AwaitAdmission(const Call& call, Admission& admission) {
  const auto began = std::chrono::steady_clock::now();
  // To the task it is one wait: for its beginning, and for its first request.
  const auto since = cost_.api_calls == 0 ? began - cost_.waited : began;
  std::optional<Problem> problem;
  std::optional<transport::Rest> rest;
  if (admission.awaits_special()) rest.emplace(place_);
  try {
    co_await governor_.Admit(admission, deadline_, repeats_.longest_wait, since);
  } catch (const transport::Closed& closed) {
    problem = ProblemOfClosure(closed);
  } catch (const transport::Failure& failure) {
    problem = ProblemOfFailure(failure, call.effect);
  }
  CountWait(std::chrono::steady_clock::now() - began, cost_, around_.counters);
  if (problem) throw *std::move(problem);
}

// With credentials that hold: a token that has ended is replaced, and the request sent again.
Task<transport::Response> Client::Attempt(transport::Request& request, const Call& call) {
  // Others that use the connection may renew its token at any moment, which ends ours. Tokens that
  // are refused as soon as they are made show that renewing is of no use.
  constexpr int kMostReplacements = 8;
  constexpr int kMostRenewals = 3;
  int renewals = 0;
  for (int replacements = 0;; ++replacements) {
    // A token could end in the line.
    Admission admission;
    if (!governor_.TryAdmit(call.route, admission)) co_await AwaitAdmission(call, admission);
    if (auto fresh = session_->Fresh(around_.transport)) {
      credentials_ = std::move(fresh);
    } else {
      co_await ReplaceCredentials();
    }
    SetAuthorization(request, *credentials_);
    transport::Response response = co_await SendOnce(request, call, admission);
    const bool is_hopeless = replacements == kMostReplacements || renewals == kMostRenewals;
    if (!RefusesToken(response) || is_hopeless) co_return Accept(std::move(response), call);
    const std::uint64_t before = session_->renewals();
    if (!co_await ReplaceCredentials()) co_return Accept(std::move(response), call);
    if (session_->renewals() != before) ++renewals;
  }
}

// A 2xx answer; throws Problem for any other.
transport::Response Client::Accept(transport::Response response, const Call& call) const {
  if (response.status == kTooManyRequests) around_.counters.refusals.Add(1);
  // No refusal: what became of the request is anybody's guess.
  if (response.status < 200)
    throw WithoutSecrets(BadReply(response, call.effect, Message("That is no final status.")));
  if (response.status >= 300) throw WithoutSecrets(ProblemOfResponse(response, call.effect));
  return response;
}

// Other credentials than those of the last request; false when there are none.
Task<bool> Client::ReplaceCredentials() {
  std::shared_ptr<const auth::Credentials> next;
  try {
    next = co_await session_->Replace(around_.transport, credentials_, deadline_);
  } catch (const auth::NoToken& no_token) {
    throw WithoutSecrets(ProblemOfNoToken(no_token));
  }
  around_.counters.renewals.Add(session_->TakeNewRenewals());
  if (next == nullptr) co_return false;
  credentials_ = std::move(next);
  co_return true;
}

void Client::Mask(std::string& text) const {
  if (credentials_ != nullptr) credentials_->mask().Mask(text);
  session_->Mask(text);
}

void Client::Mask(transport::Response& answer) const {
  if (credentials_ != nullptr) credentials_->mask().Mask(answer);
  session_->Mask(answer);
}

// The problem, with the secrets hidden in whatever of it are words of the server's.
Problem Client::WithoutSecrets(Problem problem) const {
  for (Message& sentence : problem.sentences) {
    for (std::string& argument : sentence.args()) Mask(argument);
  }
  Mask(problem.request_id);
  Mask(problem.zendesk_name);
  for (FieldProblem& field : problem.fields) {
    Mask(field.field);
    Mask(field.code);
    Mask(field.description);
    Mask(field.ticket_field_type);
  }
  return problem;
}

}  // namespace zendesk
