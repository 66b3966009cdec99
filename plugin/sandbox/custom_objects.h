// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/custom_objects that tell of definitions and limits.
#pragma once

#include "call.h"

namespace sandbox {

Response list_custom_objects(const Call& call);
Response show_custom_object(const Call& call);
Response list_custom_object_fields(const Call& call);
/// By key or by id.
Response show_custom_object_field(const Call& call);
Response show_object_limit(const Call& call);
Response show_record_limit(const Call& call);
Response show_field_limit(const Call& call);

/// The object that `{key}` names; otherwise nullptr and `problem`.
CustomObject* find_custom_object(const Call& call, Response& problem);

}  // namespace sandbox
