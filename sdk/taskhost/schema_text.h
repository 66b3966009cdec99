// SPDX-License-Identifier: Apache-2.0
// What a schema says of its properties, as people read it.
#pragma once

#include <optional>
#include <string>

#include "host/json.h"

namespace taskhost {

// Does an object's schema demand the property?
bool IsRequired(const task_host::Json& schema, const std::string& name);

// The object that a value is made of: itself, the items of a list, or what x-tp.entries says that
// the list stands for.
const task_host::Json& ObjectInside(const task_host::Json& property);

// A choice as a workflow writes it, and as a form shows it where that is another word.
std::string ChoiceText(const task_host::Json& choice, const task_host::Json& property);

// The choices of a property with commas between them; "" when it leaves the choice free.
std::string ChoicesText(const task_host::Json& property);

// Those that hold the text sought, each with its "value" and its "label"; nothing for a property
// that leaves the choice free or to the account.
std::optional<task_host::Json::Array> FixedChoices(const task_host::Json& property,
                                                   const std::string& search);

}  // namespace taskhost
