// SPDX-License-Identifier: Apache-2.0
// Records of custom objects as JSON.
#pragma once

#include <string>

#include "account.h"
#include "json.h"

namespace sandbox {

void write_record(JsonWriter& json, const Account& account, const CustomObject& object,
                  const CustomObjectRecord& record);

/// Whether values of the field are numbers, which records show as JSON numbers.
bool is_number(const CustomField& field);

/// The value of `custom_object_fields`: every field of the object, null without a value.
std::string record_fields_json(const CustomObject& object, const RecordProperties& record);

}  // namespace sandbox
