// SPDX-License-Identifier: Apache-2.0
// Finds the list of keys in either wording of the header.
#include "plugin/zendesk/warn_header.h"

#include <algorithm>

namespace zendesk {

std::vector<std::string> ReadWarnHeader(std::string_view header) {
  constexpr size_t kMostKeys = 50;
  std::vector<std::string> keys;
  for (const std::string_view start : {":unpermitted_keys=>[", "Removed restricted keys ["}) {
    const size_t found = header.find(start);
    if (found == std::string_view::npos) continue;
    std::string_view list = header.substr(found + start.size());
    list = list.substr(0, list.find(']'));
    for (size_t open = list.find('"'); open != std::string_view::npos && keys.size() < kMostKeys;
         open = list.find('"')) {
      const size_t close = list.find('"', open + 1);
      if (close == std::string_view::npos) break;
      std::string& key = keys.emplace_back(list.substr(open + 1, close - open - 1));
      // A header's encoding is anybody's guess, so only ASCII is kept.
      std::replace_if(
          key.begin(), key.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
      list.remove_prefix(close + 1);
    }
    break;
  }
  return keys;
}

}  // namespace zendesk
