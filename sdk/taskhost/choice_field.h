// SPDX-License-Identifier: Apache-2.0
// The fields of a schema by their dotted paths, and where their choices come from.
#pragma once

#include <string>

#include "host/json.h"
#include "taskhost/texts.h"

namespace taskhost {

// The property at "room" or "labels.name", where a list stands for its items; NULL when there is
// none.
const task_host::Json* FindField(const task_host::Json& schema, const std::string& path);

// x-tp.optionsFrom.source of the field. Throws Stop with the exit code for usage when there is no
// such field, or it has none.
std::string SourceOf(const task_host::Json& schema, const std::string& path, Language language);

// Why the field is not one, with those that have choices.
std::string NoSuchField(const task_host::Json& schema, const std::string& path, Language language);

// "Room (room)" for a JSON Pointer into the input.
std::string FieldName(const task_host::Json& schema, const std::string& pointer);

}  // namespace taskhost
