// SPDX-License-Identifier: Apache-2.0
// Why a call to Zendesk did not do what was asked, in one form whatever the cause: no connection,
// an HTTP status, one of Zendesk's many error bodies, or an answer that makes no sense.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "plugin/auth/no_token.h"
#include "plugin/transport/bucket.h"
#include "plugin/transport/http.h"

namespace zendesk {

using transport::Message;

struct ErrorBody;

/// What repeating the call could do. The rows of one table: what the call was, the columns: what
/// happened.
enum class Effect {
  kRead,             ///< changes nothing
  kIdempotentWrite,  ///< done twice it leaves the same as done once
  kWrite,            ///< done twice it does more, and Zendesk has no key by which it would notice
};

/// One of Zendesk's complaints about one field.
struct FieldProblem {
  std::string field;              ///< Zendesk's name of it; "base" when it is about the whole
  std::string code;               ///< Zendesk's own, such as "BlankValue"; often empty
  std::string description;        ///< Zendesk's sentence, as it is
  int64_t ticket_field_id = 0;    ///< of the ticket field, 0 when it is none
  std::string ticket_field_type;  ///< Zendesk's class of it, such as "FieldAssignee"; often empty
  std::string title{};            ///< of a custom field, as the account calls it; often empty
  std::vector<std::string> options{};  ///< what it can hold; empty when that is not known
  std::string pattern{};               ///< what a text in it has to match; often empty
  std::string told{};  ///< what is wrong, in the language of the person; empty: Zendesk's to say
};

/// What tells a thing in Zendesk apart from others, such as "external_id".
struct Handle {
  std::string name;
  std::string value;
};

class Problem : public std::exception {
 public:
  enum class Kind {
    kRejected,          ///< Zendesk understood and refused
    kNotFound,          ///< the account, the feature or the thing does not exist
    kConflict,          ///< somebody else was faster
    kUnauthenticated,   ///< the credentials are not accepted
    kPermissionDenied,  ///< they are, but do not allow this
    kRateLimited,       ///< too many requests
    kUnavailable,       ///< no connection, or no answer that says what happened
    kTimeout,           ///< a time limit or the deadline passed
    kCancelled,
    kInternal,
  };
  enum class Retry { kNever, kSafe, kIfIdempotent, kUnknownOutcome };

  Problem(Kind kind, std::string code, Message message)
      : kind(kind), code(std::move(code)), sentences{std::move(message)} {}

  const char* what() const noexcept override { return code.c_str(); }

  Kind kind;
  std::string code;                ///< stable, listed in the manifest
  std::vector<Message> sentences;  ///< for people; hold nothing of the request
  Retry retry = Retry::kNever;
  int64_t wait_ms = -1;         ///< what Zendesk asks to wait; -1 when it did not say
  int64_t retry_after_ms = -1;  ///< the same for hosts, which may repeat the task after it
  int http_status = 0;          ///< 0 when there was no answer
  std::string request_id;       ///< Zendesk's name for the request, which its support asks for
  std::string zendesk_name;     ///< Zendesk's own name for what is wrong; often empty
  std::string said;             ///< Zendesk's own sentence about it, as it is; often empty
  std::vector<FieldProblem> fields;
  std::vector<Handle> handles;  ///< when it may have been done: by which that can be found out
};

/// An answer other than 2xx.
Problem ProblemOfResponse(const transport::Response& response, Effect effect);

/// A refusal that came as a part of an answer, with the status that it would have had by itself.
Problem ProblemOfRefusal(int status, const ErrorBody& body);

/// No answer.
Problem ProblemOfFailure(const transport::Failure& failure, Effect effect);

/// The account's limit is used up until then, and nothing was sent.
Problem ProblemOfClosure(const transport::Closed& closed);

/// Of an attempt at a write: may it have been done? Also where a host may repeat it under its key.
bool MayBeDone(const Problem& problem);

/// Of a call of which an earlier attempt may have been done: so may the call as a whole.
void AddUnclearAttempt(Problem& problem, Effect effect);

/// What says that it may have been done: to be left out once that is known.
void DropDoubt(Problem& problem);

/// Of a write under a key that nobody can use again: what holds for one without a key.
void MakeUnkeyed(Problem& problem);

/// No credentials to send the call with; it was not sent.
Problem ProblemOfNoToken(const auth::NoToken& no_token);

/// A 2xx answer from which the result cannot be read. A write has happened all the same.
Problem BadReply(const transport::Response& response, Effect effect, Message what_is_wrong);

}  // namespace zendesk
