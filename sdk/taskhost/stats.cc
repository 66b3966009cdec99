// SPDX-License-Identifier: Apache-2.0
// Every plugin counts what it likes, so that nothing is known of the members.
#include "taskhost/stats.h"

#include <vector>

#include "host/json.h"
#include "taskhost/format.h"
#include "taskhost/output.h"

namespace taskhost {
namespace {

using task_host::Json;
using Rows = std::vector<std::vector<std::string>>;

void AddRows(const Json& value, const std::string& name, Rows& rows) {
  const std::string before = name.empty() ? "" : name + ".";
  if (const Json::Object* members = value.object(); members != nullptr && !members->empty()) {
    for (const auto& [key, member] : *members) AddRows(member, before + key, rows);
  } else if (const Json::Array* items = value.array(); items != nullptr && !items->empty()) {
    for (std::size_t i = 0; i < items->size(); ++i) {
      AddRows((*items)[i], before + std::to_string(i), rows);
    }
  } else {
    rows.push_back({name, value.string() != nullptr ? *value.string() : value.Serialize()});
  }
}

}  // namespace

std::string StatsText(const std::string& stats, Language language) {
  if (stats.empty()) return Say(language, Text::kNoStats) + "\n";
  Rows rows;
  AddRows(Json::ParseReported(stats), "", rows);
  return Printable(Table(rows, 0));
}

std::string WithStats(const std::string& document, const std::string& stats) {
  const std::size_t end = document.find_last_of('}');
  const std::string value = stats.empty() ? "null" : Json::ParseReported(stats).Serialize();
  return document.substr(0, end) + ",\"stats\":" + value + document.substr(end);
}

}  // namespace taskhost
