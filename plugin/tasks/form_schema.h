// SPDX-License-Identifier: Apache-2.0
// Schemas that depend on the account: tp.schema/1.
#pragma once

#include <memory>
#include <string_view>

#include "author/form_request.h"
#include "author/input.h"
#include "author/operation.h"
#include "plugin/zendesk/client.h"

namespace zendesk::tasks {

using SchemaRequest = std::shared_ptr<const task_plugin::SchemaRequest>;

/// Output: see TP_EXT_SCHEMA in task_plugin.h. `manifest_schema`, the task's input schema, outlives
/// the answer. Throws Error ("invalid_input") for a source that it does not name, and Problem when
/// Zendesk refuses; a form or an object that is not chosen yet is no fault.
Task<task_plugin::Output> ResolveSchema(Client client, const task_plugin::Input& no_input,
                                        SchemaRequest request, std::string_view manifest_schema);

/// Of a schema's text: another text, another etag.
std::string EtagOf(std::string_view schema);

}  // namespace zendesk::tasks
