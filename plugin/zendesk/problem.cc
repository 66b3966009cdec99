// SPDX-License-Identifier: Apache-2.0
// From what came back to a stable code, a sentence and a retry class.
#include "plugin/zendesk/problem.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "plugin/zendesk/error_body.h"
#include "plugin/zendesk/retry_after.h"

namespace zendesk {
namespace {

using Kind = Problem::Kind;
using Retry = Problem::Retry;
using auth::NoToken;
using transport::Failure;

// What may be repeated when the request may have been acted upon.
Retry AfterSending(Effect effect) {
  return effect == Effect::kWrite ? Retry::kUnknownOutcome : Retry::kIfIdempotent;
}

Message WasSent() {
  return Message("It was sent, so it may have been done.");
}

Message WasTried() {
  return Message("An earlier attempt may have been done all the same.");
}

Message MayBeWritten() {
  return Message("The request may have been done all the same.");
}

struct FailureText {
  Failure::Kind failure;
  Kind kind;
  const char* code;
};
constexpr std::array kFailures = {
    FailureText{Failure::Kind::kBadRequest, Kind::kInternal, "internal"},
    FailureText{Failure::Kind::kDns, Kind::kUnavailable, "transport.dns_failed"},
    FailureText{Failure::Kind::kConnect, Kind::kUnavailable, "transport.connect_failed"},
    FailureText{Failure::Kind::kProxy, Kind::kUnavailable, "transport.proxy_failed"},
    FailureText{Failure::Kind::kTls, Kind::kUnavailable, "transport.tls_failed"},
    FailureText{Failure::Kind::kNoAnswer, Kind::kUnavailable, "transport.no_answer"},
    FailureText{Failure::Kind::kTimeout, Kind::kTimeout, "timeout"},
    FailureText{Failure::Kind::kCancelled, Kind::kCancelled, "cancelled"},
    FailureText{Failure::Kind::kTooLarge, Kind::kUnavailable, "transport.response_too_large"},
    FailureText{Failure::Kind::kProtocol, Kind::kUnavailable, "zendesk.bad_reply"},
};

struct NoTokenText {
  NoToken::Kind no_token;
  Kind kind;
  const char* code;
  Retry retry;
};
// What is missing here is told by the answer, as for any other call.
constexpr std::array kNoTokens = {
    NoTokenText{NoToken::Kind::kSignInAgain, Kind::kUnauthenticated, "zendesk.sign_in_again",
                Retry::kNever},
    NoTokenText{NoToken::Kind::kClientRefused, Kind::kUnauthenticated, "zendesk.client_refused",
                Retry::kNever},
    NoTokenText{NoToken::Kind::kScopeRefused, Kind::kPermissionDenied, "zendesk.scope_refused",
                Retry::kNever},
    NoTokenText{NoToken::Kind::kBadReply, Kind::kUnavailable, "zendesk.bad_reply", Retry::kSafe},
    NoTokenText{NoToken::Kind::kUnreachable, Kind::kUnavailable, "zendesk.no_token", Retry::kSafe},
    NoTokenText{NoToken::Kind::kStore, Kind::kUnavailable, "token_store_failed", Retry::kSafe},
    NoTokenText{NoToken::Kind::kTimeout, Kind::kTimeout, "timeout", Retry::kSafe},
    NoTokenText{NoToken::Kind::kCancelled, Kind::kCancelled, "cancelled", Retry::kSafe},
};

std::string RequestId(const transport::Response& response) {
  for (const char* name : {"x-request-id", "x-zendesk-request-id", "cf-ray"}) {
    const auto id = response.Header(name);
    const auto is_plain = [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != '\\'; };
    if (id && id->size() <= 128 && std::all_of(id->begin(), id->end(), is_plain))
      return std::string(*id);
  }
  return {};
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// By words of Zendesk's, or by our code for the same.
bool AnyField(const ErrorBody& body, std::string_view part, std::string_view code) {
  return std::any_of(body.fields.begin(), body.fields.end(), [&](const FieldProblem& field) {
    return field.code == code || Contains(field.description, part);
  });
}

Problem Unauthenticated(const ErrorBody& body) {
  if (body.name == "invalid_token") {
    return {Kind::kUnauthenticated, "zendesk.token_expired",
            Message("Zendesk does not accept the access token: it has expired, was revoked, or "
                    "never belonged to this account.")};
  }
  return {Kind::kUnauthenticated, "zendesk.unauthenticated",
          Message("Zendesk does not accept the credentials of this connection.")};
}

// What a token lacks; empty when the sentence names no scopes.
std::string_view ScopesIn(std::string_view text) {
  constexpr std::string_view kBefore = "required scopes: ";
  const size_t at = text.find(kBefore);
  if (at == text.npos) return {};
  const std::string_view scopes = text.substr(at + kBefore.size());
  const bool are_scopes = std::all_of(scopes.begin(), scopes.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '_' || c == ':' || c == ' ' || c == ',';
  });
  return are_scopes ? scopes : std::string_view();
}

Problem PermissionDenied(const ErrorBody& body) {
  if (Contains(body.text, "required scopes")) {
    const std::string_view scopes = ScopesIn(body.text);
    return {
        Kind::kPermissionDenied, "zendesk.missing_scope",
        scopes.empty()
            ? Message("The access token does not cover this task.")
            : Message("The access token does not cover this task: it lacks the scope {}.", scopes)};
  }
  return {Kind::kPermissionDenied, "zendesk.permission_denied",
          Message("The user of this connection is not allowed to do this in Zendesk.")};
}

Problem NotFound(const ErrorBody& body) {
  if (Contains(body.name, "No help desk")) {
    return {Kind::kNotFound, "zendesk.account_not_found",
            Message("There is no Zendesk account at this address. Check the subdomain of the "
                    "connection.")};
  }
  if (body.name == "InvalidEndpoint") {
    return {Kind::kNotFound, "zendesk.feature_unavailable",
            Message("This Zendesk account does not have the feature that the task needs, or it is "
                    "switched off.")};
  }
  return {Kind::kNotFound, "zendesk.not_found",
          Message("Zendesk does not have what the task names, or does not show it to this user.")};
}

Problem Unprocessable(const ErrorBody& body) {
  if (AnyField(body, "closed prevents ticket update", "closed")) {
    return {Kind::kRejected, "zendesk.ticket_closed",
            Message("The ticket is closed, and a closed ticket cannot be changed any more.")};
  }
  if (AnyField(body, "is required when solving a ticket", "required_on_solve")) {
    return {Kind::kRejected, "zendesk.required_on_solve",
            Message("The ticket cannot be solved yet: fields that the account requires for it are "
                    "empty.")};
  }
  if (AnyField(body, "is suspended", "suspended")) {
    return {Kind::kRejected, "zendesk.requester_suspended",
            Message("The requester is suspended in Zendesk.")};
  }
  return {Kind::kRejected, "zendesk.validation_failed",
          Message("Zendesk refuses some of the values.")};
}

Problem BadRequest(int status, const ErrorBody& body) {
  if (body.name == "IdempotentRequestError") {
    return {Kind::kConflict, "zendesk.key_reused",
            Message("This idempotency key belongs to a ticket with another content, which was "
                    "created in the last two hours. Nothing was written.")};
  }
  return {Kind::kRejected, "zendesk.invalid_request",
          Message("Zendesk did not accept the request (HTTP {}).", status)};
}

Problem ServerError(int status, bool says_when, Effect effect) {
  if (status != 503) {
    Problem problem(Kind::kUnavailable, "zendesk.server_error",
                    Message("Zendesk answered with a fault of its own (HTTP {}).", status));
    problem.retry = AfterSending(effect);
    return problem;
  }
  Problem problem(Kind::kUnavailable, "zendesk.unavailable",
                  Message("Zendesk cannot answer at the moment (HTTP 503)."));
  problem.retry = says_when && effect != Effect::kWrite ? Retry::kSafe : AfterSending(effect);
  return problem;
}

Problem ProblemOfStatus(int status, const ErrorBody& body, bool says_when, Effect effect) {
  constexpr int kRequestTimeout = 408;
  if (status >= 500 || status == kRequestTimeout) return ServerError(status, says_when, effect);
  if (status == 401) return Unauthenticated(body);
  if (status == 403) return PermissionDenied(body);
  if (status == 404) return NotFound(body);
  if (status == 422) return Unprocessable(body);
  if (status == 409 || status == 429) {
    Problem problem =
        status == 409
            ? Problem(
                  Kind::kConflict, "zendesk.conflict",
                  Message("Somebody else changed the same thing at the same moment; nothing was "
                          "written."))
            : Problem(Kind::kRateLimited, "zendesk.rate_limited",
                      Message("Zendesk gets more requests than the account's plan allows."));
    problem.retry = Retry::kSafe;
    return problem;
  }
  if (status >= 300 && status < 400) {
    return {Kind::kRejected, "transport.redirected",
            Message("The answer sends the request to another address. It was not followed, since "
                    "credentials would go there.")};
  }
  return BadRequest(status, body);
}

}  // namespace

Problem ProblemOfResponse(const transport::Response& response, Effect effect) {
  ErrorBody body = ReadErrorBody(response.body);
  const auto retry_after_ms = ReadRetryAfter(response);
  Problem problem = ProblemOfStatus(response.status, body, retry_after_ms.has_value(), effect);
  problem.wait_ms = retry_after_ms.value_or(-1);
  problem.retry_after_ms = problem.retry == Retry::kSafe ? problem.wait_ms : -1;
  problem.http_status = response.status;
  problem.request_id = RequestId(response);
  if (response.status >= 400 && body.fields.empty()) problem.said = std::move(body.text);
  problem.zendesk_name = std::move(body.name);
  problem.fields = std::move(body.fields);
  return problem;
}

Problem ProblemOfRefusal(int status, const ErrorBody& body) {
  return ProblemOfStatus(status, body, false, Effect::kWrite);
}

Problem ProblemOfFailure(const Failure& failure, Effect effect) {
  const auto* const known =
      std::find_if(kFailures.begin(), kFailures.end(),
                   [&](const FailureText& f) { return f.failure == failure.kind(); });
  Problem problem(known->kind, known->code, failure.message());
  if (failure.sent()) {
    problem.retry = AfterSending(effect);
    if (effect != Effect::kRead) problem.sentences.push_back(WasSent());
  } else {
    problem.retry = known->kind == Kind::kInternal ? Retry::kNever : Retry::kSafe;
    if (failure.kind() == Failure::Kind::kNoAnswer) problem.code = "transport.not_sent";
  }
  return problem;
}

Problem ProblemOfClosure(const transport::Closed& closed) {
  using std::chrono::milliseconds;
  Problem problem(Kind::kRateLimited, "zendesk.rate_limited",
                  Message("The account's limit on requests to Zendesk is used up, and begins anew "
                          "later than this task may wait. Nothing was sent."));
  problem.retry = Retry::kSafe;
  const auto wait =
      std::chrono::ceil<milliseconds>(closed.until - std::chrono::steady_clock::now());
  problem.wait_ms = std::max<int64_t>(wait.count(), 0);
  problem.retry_after_ms = problem.wait_ms;
  return problem;
}

void AddUnclearAttempt(Problem& problem, Effect effect) {
  if (problem.retry == Retry::kUnknownOutcome) return;
  problem.retry = AfterSending(effect);
  problem.sentences.push_back(WasTried());
}

void DropDoubt(Problem& problem) {
  const std::array doubts = {WasSent(), WasTried(), MayBeWritten()};
  std::erase_if(problem.sentences, [&doubts](const Message& sentence) {
    return std::any_of(doubts.begin(), doubts.end(), [&sentence](const Message& doubt) {
      return doubt.english() == sentence.english();
    });
  });
}

bool MayBeDone(const Problem& problem) {
  constexpr int kServiceUnavailable = 503;
  return problem.retry == Retry::kIfIdempotent || problem.retry == Retry::kUnknownOutcome ||
         problem.http_status == kServiceUnavailable;
}

void MakeUnkeyed(Problem& problem) {
  if (!MayBeDone(problem)) return;
  problem.retry = Retry::kUnknownOutcome;
  problem.retry_after_ms = -1;
}

Problem ProblemOfNoToken(const NoToken& no_token) {
  const auto* const known =
      std::find_if(kNoTokens.begin(), kNoTokens.end(),
                   [&](const NoTokenText& n) { return n.no_token == no_token.kind(); });
  Problem problem = known != kNoTokens.end()
                        ? Problem(known->kind, known->code, no_token.sentences().front())
                        : ProblemOfResponse(*no_token.response(), Effect::kRead);
  if (known == kNoTokens.end()) {
    problem.sentences.insert(problem.sentences.begin(), no_token.sentences().front());
    if (problem.retry != Retry::kNever) problem.retry = Retry::kSafe;
    return problem;
  }
  problem.retry = known->retry;
  problem.sentences = no_token.sentences();
  if (const auto& response = no_token.response()) {
    problem.http_status = response->status;
    problem.request_id = RequestId(*response);
    problem.said = ReadErrorBody(response->body).text;
  }
  return problem;
}

Problem BadReply(const transport::Response& response, Effect effect, Message what_is_wrong) {
  Problem problem(Kind::kUnavailable, "zendesk.bad_reply",
                  Message("The answer (HTTP {}) is not what Zendesk sends.", response.status));
  problem.sentences.push_back(std::move(what_is_wrong));
  problem.retry = AfterSending(effect);
  problem.http_status = response.status;
  problem.request_id = RequestId(response);
  if (effect != Effect::kRead) problem.sentences.push_back(MayBeWritten());
  return problem;
}

}  // namespace zendesk
