// SPDX-License-Identifier: Apache-2.0
// What tp_add_plugin() would generate, for the class of entry_test.cc.
#pragma once

#include <span>
#include <string_view>

namespace task_plugin::embedded {

inline constexpr std::string_view kPluginId = "stubborn";
inline constexpr std::string_view kPluginVersion = "1.0.0";
inline constexpr std::span<const std::string_view> kLocales;

}  // namespace task_plugin::embedded
