// SPDX-License-Identifier: Apache-2.0
// The smallest host: a library, a plugin object and one connection, through the C interface alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "task_plugin.h"

namespace bench {

inline std::string_view View(tp_str text) {
  return {text.data, text.size};
}

inline tp_str Borrow(std::string_view text) {
  return {text.data(), text.size()};
}

// Offers a log that keeps nothing below a warning, and no other service.
class PluginHost {
 public:
  // Loads the library and connects to the account at `url`. Throws std::runtime_error.
  PluginHost(const std::string& library, const std::string& url);
  ~PluginHost();
  PluginHost(const PluginHost&) = delete;
  PluginHost& operator=(const PluginHost&) = delete;

  const tp_plugin_api& api() const { return *api_; }
  tp_plugin* object() const { return object_; }
  tp_conn* connection() const { return connection_; }

 private:
  const tp_plugin_api* api_ = nullptr;
  tp_plugin* object_ = nullptr;
  tp_conn* connection_ = nullptr;
};

// The request of item `index` of one step of a workflow, as an engine makes it. Borrows the input.
tp_task_request MakeRequest(std::string_view input, std::uint64_t index);

}  // namespace bench
