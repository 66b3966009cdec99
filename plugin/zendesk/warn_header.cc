// SPDX-License-Identifier: Apache-2.0
// Finds the lists of keys in any wording of the header.
#include "plugin/zendesk/warn_header.h"

#include <algorithm>

namespace zendesk {
namespace {

constexpr size_t kMostKeys = 50;
constexpr size_t kLongestText = 300;

// A header's encoding is anybody's guess, so only ASCII is kept.
std::string Printable(std::string_view text) {
  std::string printable(text.substr(0, kLongestText));
  std::replace_if(
      printable.begin(), printable.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return printable;
}

void ReadList(std::string_view list, std::vector<std::string>& keys) {
  for (size_t open = list.find('"'); open != list.npos && keys.size() < kMostKeys;
       open = list.find('"')) {
    const size_t close = list.find('"', open + 1);
    if (close == list.npos) return;
    keys.push_back(Printable(list.substr(open + 1, close - open - 1)));
    list.remove_prefix(close + 1);
  }
}

}  // namespace

Dropped ReadWarnHeader(std::string_view header) {
  Dropped dropped;
  for (const std::string_view start :
       {":unpermitted_keys=>[", ":invalid_values=>[", "Removed restricted keys ["}) {
    const size_t found = header.find(start);
    if (found == header.npos) continue;
    const std::string_view list = header.substr(found + start.size());
    ReadList(list.substr(0, list.find(']')), dropped.keys);
  }
  if (dropped.keys.empty()) dropped.other = Printable(header);
  return dropped;
}

}  // namespace zendesk
