// SPDX-License-Identifier: Apache-2.0
// Zendesk names its own fields; people know them by the titles in the form.
#include "plugin/tasks/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "author/json.h"
#include "author/operation.h"
#include "author/text.h"
#include "plugin/tasks/names_fields.h"
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

namespace json = task_plugin::json;
using task_plugin::Error;
using task_plugin::Fault;
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

struct Names {
  std::string_view zendesk;
  std::string_view input;
};

// Where Zendesk's name of a field is not the input's. One name may stand for several inputs: the
// given one counts.
constexpr std::array kFieldNames = {
    Names{"requester", "requester_id"},
    Names{"requester", "requester_email"},
    Names{"requester", "requester_name"},
    Names{"email", "requester_email"},
    Names{"name", "requester_name"},
    Names{"assignee", "assignee_id"},
    Names{"assignee", "assignee_email"},
    Names{"assignee_id", "assignee"},
    Names{"submitter", "submitter_id"},
    Names{"submitter_id", "submitter"},
    Names{"requester_id", "requester"},
    Names{"group_id", "group"},
    Names{"organization_id", "organization"},
    Names{"brand_id", "brand"},
    Names{"ticket_form_id", "ticket_form"},
    Names{"custom_status_id", "custom_status"},
    Names{"group", "group_id"},
    Names{"organization", "organization_id"},
    Names{"brand", "brand_id"},
    Names{"ticket_form", "ticket_form_id"},
    Names{"custom_status", "custom_status_id"},
    Names{"problem", "problem_id"},
    Names{"comment", "comment_body"},
    Names{"comment", "comment_html_body"},
    Names{"comment", "description"},
    Names{"description", "comment_body"},
    Names{"custom_object_fields", "attributes"},
    Names{"uploads", "attachments"},
};

// What Zendesk calls its own fields where it speaks of one by number.
constexpr std::array kSystemFields = {
    Names{"FieldAssignee", "assignee_id"},
    Names{"FieldAssignee", "assignee_email"},
    Names{"FieldAssignee", "assignee"},
    Names{"FieldGroup", "group_id"},
    Names{"FieldGroup", "group"},
    Names{"FieldSubject", "subject"},
    Names{"FieldDescription", "description"},
    Names{"FieldStatus", "status"},
    Names{"FieldPriority", "priority"},
    Names{"FieldTicketType", "type"},
    Names{"FieldTickettype", "type"},
    Names{"FieldCustomStatus", "custom_status_id"},
    Names{"FieldCustomStatus", "custom_status"},
};

constexpr std::array kFieldCodes = {
    Names{"BlankValue", "required"},      Names{"DuplicateValue", "not_unique"},
    Names{"RecordNotFound", "not_found"}, Names{"InvalidValue", "not_allowed"},
    Names{"InvalidFormat", "bad_format"}, Names{"ValueTooShort", "too_short"},
    Names{"ValueTooLong", "too_long"},
};

// The input property that Zendesk's complaint is about; empty when there is none.
std::string_view PropertyOf(std::string_view zendesk_field, const Input& input) {
  if (input.Knows(zendesk_field) && input.Has(zendesk_field)) return zendesk_field;
  for (const Names& names : kFieldNames) {
    if (names.zendesk == zendesk_field && input.Knows(names.input) && input.Has(names.input))
      return names.input;
  }
  return {};
}

// The one that is given, else the first.
std::string_view SystemProperty(std::string_view type, const Input& input) {
  std::string_view first;
  for (const Names& names : kSystemFields) {
    if (names.zendesk != type || !input.Knows(names.input)) continue;
    if (input.Has(names.input)) return names.input;
    if (first.empty()) first = names.input;
  }
  return first;
}

// Zendesk's sentences about a field begin with its title.
bool IsAbout(const FieldProblem& problem, const json::Value& entry) {
  if (const auto id = FieldIdOf(entry)) return *id == problem.ticket_field_id;
  const std::string title = task_plugin::Fold(json::Text(*json::Find(entry, "field")));
  return task_plugin::Fold(problem.description).starts_with(title + ":");
}

std::string PointerToCustomField(const FieldProblem& problem, const Input& input) {
  if (!input.Knows("custom_fields")) return {};
  if (const json::Value* fields = input.Find("custom_fields")) {
    for (rapidjson::SizeType i = 0; i < fields->Size(); ++i) {
      if (IsAbout(problem, (*fields)[i])) return fmt::format("/custom_fields/{}/value", i);
    }
  }
  return "/custom_fields";
}

bool IsMissing(const FieldProblem& problem) {
  return problem.code == "BlankValue" || problem.code == "ValueTooShort";
}

// A record's own fields, which Zendesk names by their keys.
bool IsAttribute(const FieldProblem& problem, const Input& input) {
  if (!input.Knows("attributes")) return false;
  if (IsMissing(problem) && problem.field != "base") return true;
  const json::Value* attributes = input.Find("attributes");
  return attributes != nullptr && json::Find(*attributes, problem.field) != nullptr;
}

// A person whom Zendesk does not know yet needs a name.
bool IsRequesterName(const FieldProblem& problem, const Input& input) {
  return problem.field == "requester" && IsMissing(problem) && input.Knows("requester_name") &&
         problem.description.find("Name:") != std::string::npos;
}

// Some of what Zendesk says of the whole begins with the field's name.
std::string_view FieldOf(const FieldProblem& problem) {
  const bool is_comment = problem.description.starts_with("Description:") ||
                          problem.description.starts_with("Comment:");
  return problem.field == "base" && is_comment ? "comment" : std::string_view(problem.field);
}

Fault ToFault(const FieldProblem& problem, const Input& input) {
  Fault fault{"", "refused", problem.description, "", {}, ""};
  const auto* const code =
      std::find_if(kFieldCodes.begin(), kFieldCodes.end(),
                   [&](const Names& names) { return names.zendesk == problem.code; });
  if (code != kFieldCodes.end()) fault.code = code->input;
  if (const std::string_view property = SystemProperty(problem.ticket_field_type, input);
      !property.empty()) {
    fault.pointer = json::Join("", property);
    fault.title = input.Title(property);
  } else if (problem.ticket_field_id != 0) {
    fault.pointer = PointerToCustomField(problem, input);
    fault.title = fmt::format("{} {}", input.Title("custom_fields"), problem.ticket_field_id);
  } else if (IsRequesterName(problem, input)) {
    fault.pointer = "/requester_name";
    fault.title = input.Title("requester_name");
    fault.remedy = input.Say("Zendesk does not know this address yet; give the person's name too.");
  } else if (const std::string_view property = PropertyOf(FieldOf(problem), input);
             !property.empty()) {
    fault.pointer = json::Join("", property);
    fault.title = input.Title(property);
  } else if (IsMissing(problem) && input.Knows(problem.field)) {
    fault.pointer = json::Join("", problem.field);
    fault.title = input.Title(problem.field);
  } else if (IsAttribute(problem, input)) {
    fault.pointer = json::Join("/attributes", problem.field);
    fault.title = fmt::format("{} {}", input.Title("attributes"), problem.field);
  }
  return fault;
}

Error OfProblem(const Problem& problem, const Input& input) {
  Error error(ToStatus(problem.kind), problem.code, Say(input.texts(), problem));
  error.retry = ToRetry(problem.retry);
  error.retry_after_ms = problem.retry_after_ms;
  error.http_status = problem.http_status;
  error.request_id = problem.request_id;
  for (const Handle& handle : problem.handles) error.handles.push_back({handle.name, handle.value});
  for (const FieldProblem& field : problem.fields) {
    error.faults.push_back(ToFault(field, input));
    if (!field.description.empty()) error.message += fmt::format(" ({})", field.description);
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
