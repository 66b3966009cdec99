// SPDX-License-Identifier: Apache-2.0
// What a plugin object has done so far, for tp.stats/1.
#pragma once

#include <string>

#include "plugin/zendesk/service.h"

namespace zendesk::tasks {

/// [any thread] A JSON object: `api_calls`, `repeats`, `rate_limited`, `waited_ms`, `renewals`,
/// `connections_made` since the plugin object was made, and in `accounts` the `account` (its
/// origin) and the levels of its limits: `limit` and `remaining`, null while they are unknown, and
/// how many requests are `waiting`.
std::string DescribeStatistics(const Service& service);

}  // namespace zendesk::tasks
