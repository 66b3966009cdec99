// SPDX-License-Identifier: Apache-2.0
// The endpoints under /api/v2/custom_objects/{key}/records.
#pragma once

#include "call.h"

namespace sandbox {

Response list_records(const Call& call);
Response show_record(const Call& call);
Response create_record(const Call& call);
Response update_record(const Call& call);
/// By `external_id` or, where names are unique, by `name` in the query.
Response create_or_update_record(const Call& call);
Response delete_record(const Call& call);
Response delete_record_by_key(const Call& call);
/// `query`
Response search_records(const Call& call);
/// A filter in the body.
Response filter_records(const Call& call);
Response autocomplete_records(const Call& call);
Response count_records(const Call& call);

}  // namespace sandbox
