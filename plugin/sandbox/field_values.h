// SPDX-License-Identifier: Apache-2.0
// Values of custom fields, on tickets and in records: what each type takes and gives back.
#pragma once

#include <string>

#include "account.h"
#include "json.h"

namespace sandbox {

/// null, "", false and [] count as not filled in.
bool is_empty(const FieldValue& value);

/// Reads a value of the field's type. On failure sets `problem` to the rest of the sentence that
/// begins with the field's title.
FieldValue parse_field_value(const Account& account, const CustomField& field, const Json& value,
                             std::string& problem);

/// As tickets show it: numbers are text.
void write_field_value(JsonWriter& json, const CustomField& field, const FieldValue& value);

}  // namespace sandbox
