// SPDX-License-Identifier: Apache-2.0
// From the request of the C interface to the one that plugins see.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "author/host.h"
#include "author/operation.h"
#include "author/sign_in_request.h"
#include "author/texts.h"
#include "task_plugin.h"

namespace task_plugin {

/// Throws Error when the text is not UTF-8; `what` names it, as an English pattern of `texts`.
void RequireUtf8(const Texts& texts, tp_str text, std::string_view what);

/// Everything but the input. Throws Error for what this plugin cannot do: an unknown task or flag,
/// a newer version of the schema. `border` has been copied by its size.
TaskRequest ReadRequest(const tp_task_request& border, std::span<const TaskType> tasks,
                        const Host& host, const Texts& texts);

/// The request of tp.sign-in/1. Throws Error when it has an unknown flag or a text that is not
/// UTF-8.
std::shared_ptr<const SignInRequest> ReadSignInRequest(const tp_sign_in_request* theirs,
                                                       const Texts& texts);

}  // namespace task_plugin
