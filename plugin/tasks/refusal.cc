// SPDX-License-Identifier: Apache-2.0
// The words are ours; what Zendesk itself says goes beside them.
#include "plugin/tasks/refusal.h"

#include <string_view>

#include "plugin/tasks/field_place.h"
#include "plugin/tasks/refusal_meaning.h"

namespace zendesk::tasks {
namespace {

using task_plugin::Fault;
using task_plugin::Input;

std::string MessageFor(const FieldProblem& problem, const Meaning& meaning,
                       const std::string& title, const Input& input) {
  if (!problem.told.empty()) return input.Say("{}: {}", title, problem.told);
  const std::string limit(LimitIn(problem.description));
  if (meaning.code == "too_long" && !limit.empty())
    return input.Say("{}: the value is too long; Zendesk takes {} characters.", title, limit);
  if (meaning.code == "too_short" && !limit.empty())
    return input.Say("{}: the value is too short; Zendesk takes {} characters or more.", title,
                     limit);
  return input.texts().Say(meaning.message, {title});
}

// What to do depends on what stands there.
std::string RemedyFor(const FieldProblem& problem, const Meaning& meaning,
                      const std::string& pointer, const Input& input) {
  if (meaning.name == "pattern" && !problem.pattern.empty())
    return input.Say("Write a value that fits the field's pattern: {}", problem.pattern);
  if (meaning.name == "not_allowed" && pointer.ends_with("_id"))
    return input.Say("Give the ID of one that Zendesk shows to the user of the connection.");
  return input.texts().Say(meaning.remedy, {});
}

}  // namespace

FieldProblem Complaint(std::string field, std::string code, std::string told) {
  FieldProblem problem{std::move(field), std::move(code), "", 0, ""};
  problem.told = std::move(told);
  return problem;
}

bool IsUnderstood(const FieldProblem& problem) {
  return MeaningOf(problem).name != "refused";
}

Fault ToFault(const FieldProblem& problem, const Input& input) {
  const Meaning& meaning = MeaningOf(problem);
  FieldPlace place = PlaceOf(problem, input);
  const std::string title = place.title.empty() ? input.Say("The values as a whole") : place.title;
  Fault fault;
  fault.code = meaning.code;
  fault.message = MessageFor(problem, meaning, title, input);
  fault.remedy = RemedyFor(problem, meaning, place.pointer, input);
  fault.pointer = std::move(place.pointer);
  fault.title = std::move(place.title);
  fault.allowed = problem.options;
  fault.said = problem.description;
  return fault;
}

}  // namespace zendesk::tasks
