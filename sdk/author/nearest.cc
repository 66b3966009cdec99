// SPDX-License-Identifier: Apache-2.0
// By the number of letters to change, after names that begin with what was given.
#include "author/nearest.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "author/text.h"

namespace task_plugin {
namespace {

// Enough to tell names apart; longer ones would only cost time.
constexpr size_t kLongestCompared = 100;

// Bytes to insert, remove or replace.
size_t Distance(std::string_view a, std::string_view b) {
  a = a.substr(0, kLongestCompared);
  b = b.substr(0, kLongestCompared);
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i + 1);
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<std::string> Nearest(std::string_view name, std::vector<std::string> candidates,
                                 size_t most) {
  struct Ranked {
    bool is_other_beginning;
    size_t distance;
    std::string name;

    auto Key() const { return std::tie(is_other_beginning, distance, name); }
    bool operator<(const Ranked& other) const { return Key() < other.Key(); }
    bool operator==(const Ranked& other) const { return name == other.name; }
  };
  const std::string sought = Fold(name);
  std::vector<Ranked> ranked;
  for (std::string& candidate : candidates) {
    const std::string folded = Fold(candidate);
    const bool begins_so = !sought.empty() && folded.starts_with(sought);
    ranked.push_back({!begins_so, Distance(sought, folded), std::move(candidate)});
  }
  std::sort(ranked.begin(), ranked.end());
  ranked.erase(std::unique(ranked.begin(), ranked.end()), ranked.end());
  std::vector<std::string> nearest;
  for (size_t i = 0; i < std::min(ranked.size(), most); ++i)
    nearest.push_back(std::move(ranked[i].name));
  return nearest;
}

}  // namespace task_plugin
