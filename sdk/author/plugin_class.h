// SPDX-License-Identifier: Apache-2.0
// The two functions behind a plugin's entry, free of templates.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "author/plugin.h"
#include "task_plugin.h"

namespace task_plugin {

/// What the border needs to know of a plugin class.
struct PluginClass {
  std::span<const TaskType> tasks;
  std::span<const std::string_view> locales;  ///< texts of the locale files
  std::unique_ptr<Plugin> (*make)(PluginContext context);
};

tp_status RegisterTasks(const PluginClass& plugin_class, const tp_registrar* registrar) noexcept;
tp_status Create(const PluginClass& plugin_class, const tp_host* host, tp_str config_json,
                 const tp_sink* diag, const tp_plugin_api** out_api,
                 tp_plugin** out_plugin) noexcept;

/// For a class that cannot even list its tasks: completes `diag` and returns its status.
tp_status RefuseToCreate(const tp_sink* diag) noexcept;

}  // namespace task_plugin
