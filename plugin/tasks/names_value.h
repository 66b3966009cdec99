// SPDX-License-Identifier: Apache-2.0
// The value of a field, by the field's own rules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "author/json.h"
#include "plugin/zendesk/catalog_fields.h"

namespace zendesk::tasks {

/// A text without the blanks around it, a number by its digits; nothing for anything else.
std::optional<std::string> Written(const task_plugin::json::Value& value);

/// The value as this field holds it, as JSON: tags for labels, true for "yes", a number for its
/// digits, a list for one that was written as a text. Empty when the value can go as it is, as null
/// and an empty text always can; empty, too, with a fault at `pointer` for what the field cannot
/// hold. Patterns are judged by names_pattern.h; what a field leads to is for names_lookup.h.
std::string ConvertValue(const Field& field, const task_plugin::json::Value& value,
                         const std::string& pointer, const task_plugin::Input& input,
                         std::vector<task_plugin::Fault>& faults);

}  // namespace zendesk::tasks
