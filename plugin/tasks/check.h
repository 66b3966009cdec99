// SPDX-License-Identifier: Apache-2.0
// What the schema of a task cannot say, and the ways to say it that several tasks need.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "author/input.h"

namespace zendesk::tasks {

// Messages and remedies are in the person's language; see Input::Say().

/// A fault of one property.
void Report(task_plugin::Input& input, std::string_view name, std::string code, std::string message,
            std::string remedy);

/// A fault inside a property, at `pointer`.
void ReportInside(task_plugin::Input& input, std::string_view name, std::string pointer,
                  std::string code, std::string message, std::string remedy);

/// Throws Error ("invalid_input") with what was found out after the checks, if that is anything.
void ThrowIfAny(std::vector<task_plugin::Fault> faults, const task_plugin::Input& input);

/// Given both, the second is at fault. A null counts as given.
void Exclude(task_plugin::Input& input, std::string_view first, std::string_view second);

/// Can a field of a ticket or a record hold this: a text, a number, true or false, a list of texts,
/// or null?
bool IsFieldValue(const task_plugin::json::Value& value);

}  // namespace zendesk::tasks
