// SPDX-License-Identifier: Apache-2.0
// Which field of the form one of Zendesk's complaints is about.
#pragma once

#include <string>
#include <string_view>

#include "author/input.h"
#include "plugin/zendesk/problem.h"

namespace zendesk::tasks {

struct FieldPlace {
  std::string pointer;  ///< JSON Pointer into the input; empty when it is about no field of it
  std::string title;    ///< as the form shows it, or as Zendesk does; empty when nobody knows
};

/// Zendesk's sentences about a field begin with its title; empty for one that does not.
std::string_view TitleIn(std::string_view description);

FieldPlace PlaceOf(const FieldProblem& problem, const task_plugin::Input& input);

/// Does Zendesk miss something, or all of it?
bool IsMissing(const FieldProblem& problem);

/// A person whom Zendesk does not know yet needs a name.
bool IsRequesterName(const FieldProblem& problem, const task_plugin::Input& input);

}  // namespace zendesk::tasks
