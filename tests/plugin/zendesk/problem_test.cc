// SPDX-License-Identifier: Apache-2.0
// The table of retry classes, row by row, and what people are told.
#include "plugin/zendesk/problem.h"

#include <doctest/doctest.h>

#include "answer.h"

using zendesk::Answer;
using zendesk::BadReply;
using zendesk::Effect;
using zendesk::Message;
using zendesk::Problem;
using zendesk::ProblemOfFailure;
using zendesk::ProblemOfResponse;
using zendesk::transport::Failure;
using Kind = Problem::Kind;
using Retry = Problem::Retry;

namespace {

std::string English(const Problem& problem) {
  std::string text;
  for (const Message& sentence : problem.sentences)
    text.append(text.empty() ? "" : " ").append(sentence.InEnglish());
  return text;
}

struct Row {
  int status;
  bool says_when;
  Kind kind;
  const char* code;
  Retry read;
  Retry write;
};

}  // namespace

TEST_SUITE_BEGIN("problem");

// A write that may be repeated is like a read here.
TEST_CASE("answers: each status with the retry class of a read and of a write") {
  const Row rows[] = {
      {500, false, Kind::kUnavailable, "zendesk.server_error", Retry::kIfIdempotent,
       Retry::kUnknownOutcome},
      {500, true, Kind::kUnavailable, "zendesk.server_error", Retry::kIfIdempotent,
       Retry::kUnknownOutcome},
      {501, false, Kind::kUnavailable, "zendesk.server_error", Retry::kIfIdempotent,
       Retry::kUnknownOutcome},
      {502, false, Kind::kUnavailable, "zendesk.server_error", Retry::kIfIdempotent,
       Retry::kUnknownOutcome},
      {504, false, Kind::kUnavailable, "zendesk.server_error", Retry::kIfIdempotent,
       Retry::kUnknownOutcome},
      {503, false, Kind::kUnavailable, "zendesk.unavailable", Retry::kIfIdempotent,
       Retry::kUnknownOutcome},
      {503, true, Kind::kUnavailable, "zendesk.unavailable", Retry::kSafe, Retry::kUnknownOutcome},
      {429, false, Kind::kRateLimited, "zendesk.rate_limited", Retry::kSafe, Retry::kSafe},
      {429, true, Kind::kRateLimited, "zendesk.rate_limited", Retry::kSafe, Retry::kSafe},
      {409, false, Kind::kConflict, "zendesk.conflict", Retry::kSafe, Retry::kSafe},
      {400, false, Kind::kRejected, "zendesk.invalid_request", Retry::kNever, Retry::kNever},
      {401, false, Kind::kUnauthenticated, "zendesk.unauthenticated", Retry::kNever, Retry::kNever},
      {403, true, Kind::kPermissionDenied, "zendesk.permission_denied", Retry::kNever,
       Retry::kNever},
      {404, false, Kind::kNotFound, "zendesk.not_found", Retry::kNever, Retry::kNever},
      {413, true, Kind::kRejected, "zendesk.invalid_request", Retry::kNever, Retry::kNever},
      {422, false, Kind::kRejected, "zendesk.validation_failed", Retry::kNever, Retry::kNever},
      {499, false, Kind::kRejected, "zendesk.invalid_request", Retry::kNever, Retry::kNever},
      {304, false, Kind::kRejected, "transport.redirected", Retry::kNever, Retry::kNever},
      {308, false, Kind::kRejected, "transport.redirected", Retry::kNever, Retry::kNever},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    CAPTURE(row.says_when);
    const auto answer =
        row.says_when ? Answer(row.status, "", {"Retry-After: 3"}) : Answer(row.status);
    for (const Effect effect : {Effect::kRead, Effect::kIdempotentWrite, Effect::kWrite}) {
      const Problem problem = ProblemOfResponse(answer, effect);
      const Retry retry = effect == Effect::kWrite ? row.write : row.read;
      CHECK(problem.kind == row.kind);
      CHECK(problem.code == row.code);
      CHECK(problem.retry == retry);
      CHECK(problem.http_status == row.status);
      CHECK(problem.retry_after_ms == (row.says_when && retry == Retry::kSafe ? 3000 : -1));
      CHECK_FALSE(English(problem).empty());
    }
  }
}

TEST_CASE("failures: not sent is safe, sent is not") {
  struct Case {
    Failure::Kind failure;
    Kind kind;
    const char* code;
  };
  const Case cases[] = {
      {Failure::Kind::kDns, Kind::kUnavailable, "transport.dns_failed"},
      {Failure::Kind::kConnect, Kind::kUnavailable, "transport.connect_failed"},
      {Failure::Kind::kProxy, Kind::kUnavailable, "transport.proxy_failed"},
      {Failure::Kind::kTls, Kind::kUnavailable, "transport.tls_failed"},
      {Failure::Kind::kTimeout, Kind::kTimeout, "timeout"},
      {Failure::Kind::kCancelled, Kind::kCancelled, "cancelled"},
      {Failure::Kind::kNoAnswer, Kind::kUnavailable, "transport.no_answer"},
      {Failure::Kind::kTooLarge, Kind::kUnavailable, "transport.response_too_large"},
      {Failure::Kind::kProtocol, Kind::kUnavailable, "zendesk.bad_reply"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.code);
    const Failure sent(c.failure, true, Message("It happened."));
    const Problem read = ProblemOfFailure(sent, Effect::kRead);
    const Problem write = ProblemOfFailure(sent, Effect::kWrite);
    const Problem repeatable = ProblemOfFailure(sent, Effect::kIdempotentWrite);
    CHECK(repeatable.retry == Retry::kIfIdempotent);
    CHECK(English(repeatable) == English(write));
    CHECK(read.kind == c.kind);
    CHECK(read.code == c.code);
    CHECK(read.retry == Retry::kIfIdempotent);
    CHECK(English(read) == "It happened.");
    CHECK(write.kind == c.kind);
    CHECK(write.code == c.code);
    CHECK(write.retry == Retry::kUnknownOutcome);
    CHECK(English(write) == "It happened. It was sent, so it may have been done.");
    const Problem unsent =
        ProblemOfFailure(Failure(c.failure, false, Message("No.")), Effect::kWrite);
    CHECK(unsent.kind == c.kind);
    CHECK(unsent.retry == Retry::kSafe);
    CHECK(English(unsent) == "No.");
    CHECK(unsent.http_status == 0);
  }
  const Failure broken(Failure::Kind::kNoAnswer, false, Message("It broke."));
  CHECK(ProblemOfFailure(broken, Effect::kWrite).code == "transport.not_sent");
  const Failure defect(Failure::Kind::kBadRequest, false, Message("Bad URL."));
  CHECK(ProblemOfFailure(defect, Effect::kWrite).kind == Kind::kInternal);
  CHECK(ProblemOfFailure(defect, Effect::kWrite).code == "internal");
  CHECK(ProblemOfFailure(defect, Effect::kWrite).retry == Retry::kNever);
}

TEST_CASE("a good status with a bad body: a write has happened") {
  const auto answer = Answer(201, "<html>", {"X-Request-Id: r1"});
  const Problem write = BadReply(answer, Effect::kWrite, Message("it is not JSON."));
  CHECK(write.code == "zendesk.bad_reply");
  CHECK(write.kind == Kind::kUnavailable);
  CHECK(write.retry == Retry::kUnknownOutcome);
  CHECK(write.http_status == 201);
  CHECK(write.request_id == "r1");
  CHECK(BadReply(answer, Effect::kRead, Message("x")).retry == Retry::kIfIdempotent);
  const Problem repeatable = BadReply(answer, Effect::kIdempotentWrite, Message("it is not JSON."));
  CHECK(repeatable.retry == Retry::kIfIdempotent);
  CHECK(English(repeatable) == English(write));
}

TEST_CASE("what the body tells beyond the status") {
  const auto code = [](int status, const char* body) {
    return ProblemOfResponse(Answer(status, body), Effect::kWrite).code;
  };
  CHECK(code(401, R"({"error":"invalid_token","error_description":"x"})") ==
        "zendesk.token_expired");
  CHECK(code(401, R"({"error":"Couldn't authenticate you"})") == "zendesk.unauthenticated");
  CHECK(
      code(
          403,
          R"({"error":"Forbidden","description":"Missing the following required scopes: write"})") ==
      "zendesk.missing_scope");
  CHECK(
      code(
          403,
          R"({"error":"Forbidden","description":"You are missing the following required scopes: write"})") ==
      "zendesk.missing_scope");
  CHECK(code(403, R"({"error":{"title":"Forbidden","message":"No access."}})") ==
        "zendesk.permission_denied");
  CHECK(code(404, R"({"error":"InvalidEndpoint","description":"Not found"})") ==
        "zendesk.feature_unavailable");
  CHECK(code(404, R"({"error":{"title":"No help desk at x.zendesk.com","message":"x"}})") ==
        "zendesk.account_not_found");
  CHECK(
      code(422,
           R"({"details":{"status":[{"description":"Status: closed prevents ticket update"}]}})") ==
      "zendesk.ticket_closed");
  CHECK(
      code(
          422,
          R"({"details":{"base":[{"description":"Assignee: is required when solving a ticket"}]}})") ==
      "zendesk.required_on_solve");
  CHECK(
      code(422, R"({"details":{"requester":[{"description":"Requester: Fay is suspended."}]}})") ==
      "zendesk.requester_suspended");
}

TEST_CASE("Zendesk's sentence is kept beside ours") {
  const char* const text = R"({"error":"E","description":"Because of this."})";
  for (const int status : {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503}) {
    const Problem problem = ProblemOfResponse(Answer(status, text), Effect::kWrite);
    CHECK(problem.said == "Because of this.");
    CHECK(English(problem).find("Because") == std::string::npos);
  }
  CHECK(ProblemOfResponse(Answer(302, text), Effect::kWrite).said.empty());
}

TEST_CASE("the scopes that a token lacks") {
  const auto message = [](const std::string& scopes) {
    return English(ProblemOfResponse(
        Answer(403,
               R"({"error":"Forbidden","description":"Missing the following required scopes: )" +
                   scopes + R"("})"),
        Effect::kWrite));
  };
  CHECK(message("tickets:write, read").ends_with("it lacks the scope tickets:write, read."));
  CHECK(message("<b>").ends_with("The access token does not cover this task."));
  CHECK(message("").ends_with("The access token does not cover this task."));
}

TEST_CASE("the fields of the refusal") {
  const Problem problem = ProblemOfResponse(
      Answer(422, R"({"details":{"a":[{"description":"x","error":"BlankValue"}],"b":["y"]}})"),
      Effect::kWrite);
  CHECK(problem.zendesk_name.empty());
  REQUIRE(problem.fields.size() == 2);
  CHECK(problem.fields[0].code == "BlankValue");
  CHECK(problem.fields[1].field == "b");
}

TEST_CASE("Zendesk's own name for it") {
  const auto name = [](const char* body) {
    return ProblemOfResponse(Answer(403, body), Effect::kRead).zendesk_name;
  };
  CHECK(name(R"({"error":"Forbidden","description":"No."})") == "Forbidden");
  CHECK(name(R"({"errors":[{"code":"ClientError","title":"No."}]})") == "ClientError");
  CHECK(name("<html>").empty());
}

TEST_CASE("the request's name, from the first header that has a plain one") {
  const auto id = [](std::initializer_list<const char*> headers) {
    return ProblemOfResponse(Answer(500, "", headers), Effect::kRead).request_id;
  };
  CHECK(id({"X-Request-Id: abc", "CF-Ray: ray"}) == "abc");
  CHECK(id({"CF-Ray: ray", "X-Zendesk-Request-Id: z"}) == "z");
  CHECK(id({"CF-Ray: ray"}) == "ray");
  CHECK(id({}).empty());
  CHECK(id({"X-Request-Id: a b", "CF-Ray: ray"}) == "ray");
  CHECK(id({"X-Request-Id: a\"b"}).empty());
  CHECK(id({"X-Request-Id: caf\xC3\xA9"}).empty());
  const std::string longest = "X-Request-Id: " + std::string(128, 'x');
  CHECK(id({longest.c_str()}) == std::string(128, 'x'));
  CHECK(id({(longest + "x").c_str()}).empty());
}

TEST_SUITE_END();
