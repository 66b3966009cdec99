// SPDX-License-Identifier: Apache-2.0
// What a form holds so far. Nobody has checked it, and any of it may be a host's expression: what
// cannot be understood counts as not given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "author/input.h"
#include "author/json.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

/// A text, or the digits of a whole number; empty when it is missing or anything else.
std::string PartialText(const task_plugin::json::Value& object, std::string_view name);

/// Is there a part that an engine replaces before the task sees it?
bool IsExpression(std::string_view text);

/// The one thing of the list with the ID that `id` holds, or with the name or the ID that `name`
/// holds; null when there is none.
template <typename Item>
const Item* Chosen(const NamedList<Item>& list, const task_plugin::json::Value& partial,
                   std::string_view name, std::string_view id);

/// The same, null when neither is given: throws Error ("invalid_input") with the candidates for
/// what the account does not have. `title` is what people call `name`.
template <typename Item>
const Item* Required(const NamedList<Item>& list, const task_plugin::json::Value& partial,
                     std::string_view name, std::string_view id, std::string title,
                     const task_plugin::Input& no_input);

/// The key of the record's custom object; nothing while none is chosen. Throws Error
/// ("invalid_input") for an object that is given and that the account does not have.
Task<std::optional<std::string>> RequireObject(Client& client,
                                               const task_plugin::json::Value& partial,
                                               const task_plugin::Input& no_input);

}  // namespace zendesk::tasks
