// SPDX-License-Identifier: Apache-2.0
// Replaces ${/json/pointer} in the input of a task by values of the workflow's event.
//
// The rules are in the help of the program (kHelpFooter in texts.cc).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "host/json.h"
#include "taskhost/stop.h"
#include "taskhost/texts.h"

namespace taskhost {

struct Rendered {
  task_host::Json value;
  std::vector<FieldFault> faults;  // when there are any, the value is of no use
};

// schema is the input schema of the task: it tells which fields hold HTML or a list of texts.
// event is NULL when there is none; then every reference is a fault.
Rendered Render(const task_host::Json& input, const task_host::Json* schema,
                const task_host::Json* event, Language language);

// The schema of a member of an object, or of the items of a list; NULL when it says nothing of it.
const task_host::Json* MemberSchema(const task_host::Json* schema, std::string_view name);
const task_host::Json* ItemSchema(const task_host::Json* schema);
// Does the schema allow this type ("string", "array", ...) by name?
bool AllowsType(const task_host::Json* schema, std::string_view type);

// The items of "a", "b" or “a”, “b” or « a », « b », with references left as they are; nothing
// when the text is not such a list.
std::optional<std::vector<std::string>> SplitQuotedList(std::string_view text);

}  // namespace taskhost
