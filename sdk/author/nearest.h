// SPDX-License-Identifier: Apache-2.0
// What somebody may have meant by a name that does not exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace task_plugin {

/// So many candidates help, and no more.
inline constexpr size_t kMostCandidates = 10;

/// The names that are most like `name`, the nearest first, each once; `most` of them at most.
std::vector<std::string> Nearest(std::string_view name, std::vector<std::string> candidates,
                                 size_t most = kMostCandidates);

}  // namespace task_plugin
