// SPDX-License-Identifier: Apache-2.0
// Making, changing and deleting records of custom objects. Either the whole write is stored, or
// nothing of it.
#pragma once

#include <optional>
#include <string>

#include "account.h"
#include "http.h"
#include "json.h"

namespace sandbox {

struct RecordOutcome {
  const CustomObjectRecord* record = nullptr;  ///< as stored
  std::optional<Response> refusal;             ///< then nothing was stored
};

/// `record` must be a JSON object. What `preset` says of name and external id goes before it.
RecordOutcome create_record(Account& account, const User& caller, CustomObject& object,
                            const Json& record, const RecordProperties& preset);
RecordOutcome update_record(Account& account, const User& caller, CustomObject& object,
                            CustomObjectRecord& before, const Json& record);

/// Together with all records that have it as their parent.
void delete_record(Account& account, const std::string& object_key, const std::string& id);

}  // namespace sandbox
