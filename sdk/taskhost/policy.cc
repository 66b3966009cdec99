// SPDX-License-Identifier: Apache-2.0
// Which variable means which key.
#include "taskhost/policy.h"

#include <initializer_list>

#include "host/file.h"
#include "host/json.h"
#include "host/services.h"
#include "taskhost/format.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

using task_host::Json;

std::string FirstSet(const task_host::Environment& environment,
                     std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (std::string value = environment.Get(name); !value.empty()) return value;
  }
  return std::string();
}

}  // namespace

std::string PolicyJson(const Options& options, const task_host::Environment& environment,
                       Language language) {
  Json policy{Json::Object()};
  const auto set = [&](const char* key, const std::string& value) {
    if (!value.empty()) policy.Set(key, Json(value));
  };
  set("proxy", FirstSet(environment, {"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"}));
  set("no_proxy", FirstSet(environment, {"NO_PROXY", "no_proxy"}));
  set("ca_file", options.ca_file.empty() ? environment.Get("SSL_CERT_FILE") : options.ca_file);
  if (!options.allow_origins.empty()) {
    Json::Array origins;
    for (const std::string& origin : options.allow_origins) origins.emplace_back(origin);
    policy.Set("allow_origins", Json(std::move(origins)));
  }
  policy.Set("locale", Json(LocaleName(language)));
  if (options.log_level <= TP_LOG_ERROR) {
    policy.Set("log_level", Json(task_host::LogLevelName(options.log_level)));
  }
  if (!options.policy.empty()) {
    const Json more = task_host::ReadJsonFile(options.policy);
    if (more.object() == nullptr) {
      throw Stop::Connection(Say(language, Text::kPolicyNotObject, options.policy));
    }
    for (const auto& [key, value] : *more.object()) policy.Set(key, value);
  }
  return policy.Serialize();
}

}  // namespace taskhost
