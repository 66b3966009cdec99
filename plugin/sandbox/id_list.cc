// SPDX-License-Identifier: Apache-2.0
// Commas part the ids; white space around them does not matter.
#include "id_list.h"

#include <utility>

#include "errors.h"
#include "job_answer.h"

namespace sandbox {

std::optional<std::vector<std::string>> ids_of_query(const Request& request, Response& problem,
                                                     const std::string& name) {
  const std::string* query = request.parameter(name);
  std::vector<std::string> ids;
  std::string id;
  const std::string text = query ? *query + ',' : "";
  for (const char c : text) {
    if (c != ',' && c != ' ') id += c;
    if (c == ',' && !id.empty()) ids.push_back(std::exchange(id, {}));
  }
  if (ids.empty()) {
    problem = parameter_missing(name);
    return std::nullopt;
  }
  if (ids.size() <= Jobs::kItems) return ids;
  problem = too_many_values();
  return std::nullopt;
}

}  // namespace sandbox
