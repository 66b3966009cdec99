// SPDX-License-Identifier: Apache-2.0
// A plugin object: what create() makes. It ends with destroy() when the last owner lets go.
#pragma once

#include <memory>
#include <string>

#include "host/plugin.h"
#include "host/services.h"
#include "task_plugin.h"

namespace task_host {

class PluginInstance {
 public:
  // policy_json is the host's policy (see create() in task_plugin.h). Throws Refused when the
  // plugin says no, Error(kLibrary) when it requires a service that is not offered, or its answer
  // breaks the contract.
  static std::shared_ptr<PluginInstance> Create(std::shared_ptr<const Plugin> plugin,
                                                std::shared_ptr<HostServices> services,
                                                std::string_view policy_json);
  ~PluginInstance();
  PluginInstance(const PluginInstance&) = delete;
  PluginInstance& operator=(const PluginInstance&) = delete;

  // Asks an operation to end early; false when the plugin does not know it (any more).
  // May be called on any thread.
  bool Cancel(std::uint64_t operation_id) { return api_->cancel(object_, operation_id) == TP_OK; }
  // The counters of TP_EXT_STATS, a JSON object as the plugin wrote it; "" when it has none. Any
  // thread.
  std::string Stats() const;
  // The table of an extension (TP_EXT_...), or NULL.
  const void* Extension(std::string_view id) const;

  const Plugin& plugin() const { return *plugin_; }
  const std::shared_ptr<HostServices>& services() const { return services_; }
  const tp_plugin_api& api() const { return *api_; }
  tp_plugin* object() const { return object_; }

 private:
  PluginInstance(std::shared_ptr<const Plugin> plugin, std::shared_ptr<HostServices> services,
                 const tp_plugin_api* api, tp_plugin* object);

  std::shared_ptr<const Plugin> plugin_;
  std::shared_ptr<HostServices> services_;
  const tp_plugin_api* api_;
  tp_plugin* object_;
};

}  // namespace task_host
