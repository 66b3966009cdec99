// SPDX-License-Identifier: Apache-2.0
// Lists of ids in a query: `ids=1,2,3`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http.h"

namespace sandbox {

/// 1 to 100 of them, as text. Otherwise nullopt and `problem`.
std::optional<std::vector<std::string>> ids_of_query(const Request& request, Response& problem,
                                                     const std::string& name = "ids");

}  // namespace sandbox
