// SPDX-License-Identifier: Apache-2.0
// The readers, and the names of properties as people read them.
#include "property_reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace sandbox {

std::optional<Id> as_id(const Json& value) {
  if (value.IsInt64()) return value.GetInt64();
  if (value.IsString()) return parse_integer(text_of(value));
  return std::nullopt;
}

std::string title_of(std::string_view field) {
  std::string title(field);
  std::replace(title.begin(), title.end(), '_', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') {
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  }
  return title;
}

bool PropertyReader::text(std::string_view name, std::optional<std::string>& out) {
  const Json* value = get(name);
  if (!value) return false;
  if (value->IsNull()) {
    out.reset();
  } else if (value->IsString()) {
    out = std::string(text_of(*value));
  } else if (value->IsNumber()) {
    out = to_text(*value);
  } else {
    wrong_type(name);
    return false;
  }
  return true;
}

bool PropertyReader::id(std::string_view name, std::string_view field, std::optional<Id>& out) {
  const Json* value = get(name);
  if (!value) return false;
  out = as_id(*value);
  const bool is_empty = value->IsNull() || (value->IsString() && value->GetStringLength() == 0);
  if (!out && !is_empty) wrong_type(field);
  return out || is_empty;
}

bool PropertyReader::flag(std::string_view name, bool& out) {
  const Json* value = get(name);
  if (!value || value->IsNull()) return false;
  if (value->IsBool()) {
    out = value->GetBool();
  } else if (value->IsString() && (text_of(*value) == "true" || text_of(*value) == "false")) {
    out = text_of(*value) == "true";
  } else {
    wrong_type(name);
    return false;
  }
  return true;
}

void PropertyReader::wrong_type(std::string_view field) {
  errors_.add(field, fmt::format("{}: is invalid", title_of(field)));
}

}  // namespace sandbox
