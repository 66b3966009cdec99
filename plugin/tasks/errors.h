// SPDX-License-Identifier: Apache-2.0
// From Zendesk's problems to the errors that a host gets, with pointers into the task's input.
#pragma once

#include <exception>
#include <string>

#include "author/error.h"
#include "author/input.h"
#include "author/texts.h"
#include "plugin/zendesk/cost.h"
#include "plugin/zendesk/problem.h"

namespace zendesk::tasks {

/// A sentence from below in the language of `texts`.
std::string Say(const task_plugin::Texts& texts, const Message& message);

/// All that is to be said of a problem.
std::string Say(const task_plugin::Texts& texts, const Problem& problem);

/// Never throws; what is not a Problem is a defect of the plugin.
task_plugin::Error ToError(const std::exception_ptr& thrown, const task_plugin::Input& input);

task_plugin::Expense ToExpense(const Cost& cost);

}  // namespace zendesk::tasks
