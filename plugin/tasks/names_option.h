// SPDX-License-Identifier: Apache-2.0
// One of a field's options, by what people see or by what Zendesk keeps.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "plugin/zendesk/catalog_fields.h"

namespace zendesk::tasks {

/// Null, with a fault at `pointer`, unless exactly one option is meant: by its tag, else by its
/// label, else by one of them but for case and blanks.
const FieldOption* MatchOption(const Field& field, std::string_view text,
                               const std::string& pointer, const task_plugin::Input& input,
                               std::vector<task_plugin::Fault>& faults);

/// Does the field have an option with this very tag or label?
bool HasOption(const Field& field, std::string_view text);

/// The names of the options that are most like the text; none for a field without options.
std::vector<std::string> OptionsNear(std::string_view text, const Field& field);

}  // namespace zendesk::tasks
