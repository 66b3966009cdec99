// SPDX-License-Identifier: Apache-2.0
// Which records of a custom object a list or a search shows, and in which order.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "custom_object.h"
#include "http.h"
#include "json.h"

namespace sandbox {

using Records = std::vector<const CustomObjectRecord*>;

/// With `filter[ids]` and `filter[external_ids]`, lists parted by commas.
Records listed_records(const CustomObject& object, const Request& request);

/// Those with a word in name, external id or a field of text that begins with a word of the query.
Records searched_records(const CustomObject& object, std::string_view query);

/// Those with `part` in their name.
Records named_records(const CustomObject& object, std::string_view part);

/// Takes away what does not fit the filter: `$and`, `$or`, and `{"attribute":{"$eq":value}}`.
/// False and `problem` when the filter cannot be read.
bool filter_records(const CustomObject& object, const Json& filter, Records& records,
                    std::string& problem);

/// By a name out of `allowed`, with `-` before it for descending. False for any other.
bool sort_records(Records& records, std::string_view by,
                  const std::vector<std::string_view>& allowed);

}  // namespace sandbox
