// SPDX-License-Identifier: Apache-2.0
// Reading the lists of a sandbox account to their end.
#pragma once

#include <string>
#include <vector>

#include "desk.h"

namespace sandbox {

inline std::string without_quotes(const std::string& json) {
  return json.size() < 2 ? json : json.substr(1, json.size() - 2);
}

/// The items of `path` under `name` as JSON, page by page through the links of the cursors; `pages`
/// counts them.
inline std::vector<std::string> read_by_cursor(Desk& desk, const std::string& path,
                                               const std::string& name, int* pages = nullptr) {
  std::vector<std::string> items;
  std::string next = path + (path.find('?') == std::string::npos ? "?" : "&") + "page[size]=100";
  while (next != "null") {
    const Answer answer = desk.call("GET", next);
    JsonDocument document;
    if (answer.status != 200 || !parse_json(answer.body, document)) return {"not a list"};
    for (const Json& item : document[name.c_str()].GetArray()) items.push_back(to_text(item));
    next = without_quotes(answer.at("/links/next"));
    if (answer.at("/links/next") == "null") next = "null";
    if (pages) ++*pages;
  }
  return items;
}

/// What one member of each item says, as JSON.
inline std::vector<std::string> column(const std::vector<std::string>& items, const char* name) {
  std::vector<std::string> values;
  for (const std::string& item : items) {
    JsonDocument document;
    const Json* value = parse_json(item, document) ? member(document, name) : nullptr;
    values.push_back(value ? to_text(*value) : "absent");
  }
  return values;
}

}  // namespace sandbox
