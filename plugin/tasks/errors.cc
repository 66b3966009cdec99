// SPDX-License-Identifier: Apache-2.0
// Zendesk names its own fields; people know them by the titles in the form.
#include "plugin/tasks/errors.h"

#include "author/operation.h"
#include "plugin/tasks/refusal.h"
#include "plugin/zendesk/problem.h"

namespace zendesk::tasks {

std::string Say(const task_plugin::Texts& texts, const Message& message) {
  return texts.Say(message.english(), message.args());
}

std::string Say(const task_plugin::Texts& texts, const Problem& problem) {
  std::string all;
  for (const Message& sentence : problem.sentences)
    all.append(all.empty() ? "" : " ").append(Say(texts, sentence));
  return all;
}

namespace {

using task_plugin::Error;
using task_plugin::Input;
using task_plugin::Retry;
using task_plugin::Status;

Status ToStatus(Problem::Kind kind) {
  switch (kind) {
    case Problem::Kind::kRejected:
      return Status::kRejected;
    case Problem::Kind::kNotFound:
      return Status::kNotFound;
    case Problem::Kind::kConflict:
      return Status::kConflict;
    case Problem::Kind::kUnauthenticated:
      return Status::kUnauthenticated;
    case Problem::Kind::kPermissionDenied:
      return Status::kPermissionDenied;
    case Problem::Kind::kRateLimited:
      return Status::kRateLimited;
    case Problem::Kind::kUnavailable:
      return Status::kUnavailable;
    case Problem::Kind::kTimeout:
      return Status::kTimeout;
    case Problem::Kind::kCancelled:
      return Status::kCancelled;
    case Problem::Kind::kInternal:
      return Status::kInternal;
  }
  return Status::kInternal;
}

Retry ToRetry(Problem::Retry retry) {
  switch (retry) {
    case Problem::Retry::kNever:
      return Retry::kNever;
    case Problem::Retry::kSafe:
      return Retry::kSafe;
    case Problem::Retry::kIfIdempotent:
      return Retry::kIfIdempotent;
    case Problem::Retry::kUnknownOutcome:
      return Retry::kUnknownOutcome;
  }
  return Retry::kNever;
}

// Of a problem that has one cause, there is no more to say of its field.
bool TellsAll(const Problem& problem) {
  return problem.code == "zendesk.ticket_closed" || problem.code == "zendesk.requester_suspended";
}

// What newer endpoints say of a field they say in a sentence alone.
void TakeSentence(Problem& problem) {
  FieldProblem whole{"base", problem.zendesk_name, problem.said, 0, ""};
  const bool is_of_values = problem.kind == Problem::Kind::kRejected && problem.fields.empty() &&
                            !problem.said.empty() && problem.zendesk_name != "ParameterMissing";
  if (!is_of_values || !IsUnderstood(whole)) return;
  problem.fields.push_back(std::move(whole));
  problem.sentences = {Message("Zendesk refuses some of the values.")};
}

// Is Zendesk's reason the only one that is known?
bool HasReason(const Problem& problem) {
  constexpr int kServiceUnavailable = 503;
  return !problem.said.empty() &&
         (problem.kind == Problem::Kind::kRejected || problem.kind == Problem::Kind::kConflict ||
          (problem.kind == Problem::Kind::kPermissionDenied &&
           problem.code != "zendesk.missing_scope") ||
          problem.http_status == kServiceUnavailable);
}

Error OfProblem(Problem problem, const Input& input) {
  TakeSentence(problem);
  Error error(ToStatus(problem.kind), problem.code, Say(input.texts(), problem));
  error.retry = ToRetry(problem.retry);
  error.retry_after_ms = problem.retry_after_ms;
  error.http_status = problem.http_status;
  error.request_id = problem.request_id;
  error.said = problem.said;
  for (const Handle& handle : problem.handles) error.handles.push_back({handle.name, handle.value});
  for (const FieldProblem& field : problem.fields) {
    error.faults.push_back(ToFault(field, input));
    if (!TellsAll(problem)) error.message += " " + error.faults.back().message;
  }
  if (error.faults.size() == 1) error.message += " " + error.faults.front().remedy;
  if (error.faults.empty() && HasReason(problem)) {
    error.message += " " + input.Say(
                               "Zendesk gives a reason of its own, which is among the details of "
                               "this error.");
  }
  return error;
}

}  // namespace

Error ToError(const std::exception_ptr& thrown, const Input& input) {
  try {
    std::rethrow_exception(thrown);
  } catch (const Problem& problem) {
    return OfProblem(problem, input);
  } catch (const transport::Failure& failure) {
    // The transport itself has ended the task, because the plugin object is going.
    return OfProblem(ProblemOfFailure(failure, Effect::kWrite), input);
  } catch (...) {
    return task_plugin::CurrentError(input.texts());
  }
}

task_plugin::Expense ToExpense(const Cost& cost) {
  task_plugin::Expense expense;
  expense.attempts = cost.attempts;
  expense.api_calls = cost.api_calls;
  expense.waited_ms = cost.waited.count();
  expense.bulk = cost.in_job;
  return expense;
}

}  // namespace zendesk::tasks
