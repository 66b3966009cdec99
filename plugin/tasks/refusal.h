// SPDX-License-Identifier: Apache-2.0
// What Zendesk's complaints about fields mean, in the words of people.
#pragma once

#include <string>

#include "author/error.h"
#include "author/input.h"
#include "plugin/zendesk/problem.h"

namespace zendesk::tasks {

/// A complaint of ours, with the name of a meaning (see refusal_meaning.h) or one of Zendesk's
/// codes. `told` is a sentence in the person's language that says more than the meaning; may be
/// empty.
FieldProblem Complaint(std::string field, std::string code, std::string told = {});

/// Is it known what the complaint means?
bool IsUnderstood(const FieldProblem& problem);

/// The complaint with the field's title as the form shows it, what is wrong with it, what would do
/// and what to do about it, in words of ours. Zendesk's own sentence stands beside them.
task_plugin::Fault ToFault(const FieldProblem& problem, const task_plugin::Input& input);

}  // namespace zendesk::tasks
