// SPDX-License-Identifier: Apache-2.0
// Reading tags.
#include "tags.h"

#include <utility>

#include "http.h"

namespace sandbox {
namespace {

void add_tags(Tags& tags, std::string_view text) {
  std::string tag;
  const auto finish = [&] {
    if (!tag.empty()) tags.insert(std::exchange(tag, {}));
  };
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
      finish();
    } else {
      tag += lower(c);
    }
  }
  finish();
}

}  // namespace

bool read_tags(const Json& value, Tags& out) {
  if (value.IsNull()) return true;
  if (value.IsString()) return add_tags(out, text_of(value)), true;
  if (!value.IsArray()) return false;
  for (const Json& item : value.GetArray()) {
    if (!item.IsString()) return false;
    add_tags(out, text_of(item));
  }
  return true;
}

}  // namespace sandbox
