// SPDX-License-Identifier: Apache-2.0
// From the request of the C interface to the one that plugins see.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "author/form_request.h"
#include "author/operation.h"
#include "author/plugin.h"
#include "author/sign_in_request.h"
#include "author/texts.h"
#include "task_plugin.h"

namespace task_plugin {

/// Throws Error when the text is not UTF-8; `what` names it, as an English pattern of `texts`.
void RequireUtf8(const Texts& texts, tp_str text, std::string_view what);

/// Everything but the input. Throws Error for what this plugin cannot do: an unknown task or flag,
/// a dry run, a newer version of the schema. `border` has been copied by its size.
TaskRequest ReadRequest(const tp_task_request& border, std::span<const TaskType> tasks,
                        const Plugin& plugin);

/// The request of tp.sign-in/1. Throws Error when it has an unknown flag or a text that is not
/// UTF-8.
std::shared_ptr<const SignInRequest> ReadSignInRequest(const tp_sign_in_request* theirs,
                                                       const Texts& texts);

/// The request of tp.options/1. Throws Error when it has an unknown flag or task, a text that is
/// not UTF-8, or a partial input that is no JSON object.
std::shared_ptr<const OptionsRequest> ReadOptionsRequest(const tp_options_request* theirs,
                                                         std::span<const TaskType> tasks,
                                                         const Texts& texts);

/// The request of tp.schema/1. Throws the same.
std::shared_ptr<const SchemaRequest> ReadSchemaRequest(const tp_schema_request* theirs,
                                                       std::span<const TaskType> tasks,
                                                       const Texts& texts);

}  // namespace task_plugin
