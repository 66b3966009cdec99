// SPDX-License-Identifier: Apache-2.0
// The host as a plugin sees it: log, clock, redaction, blobs, and the policy that came with
// create().
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "author/blob.h"
#include "author/token_service.h"
#include "task_plugin.h"

namespace task_plugin {

enum class LogLevel : int32_t {
  kTrace = TP_LOG_TRACE,
  kDebug = TP_LOG_DEBUG,
  kInfo = TP_LOG_INFO,
  kWarn = TP_LOG_WARN,
  kError = TP_LOG_ERROR,
  kPluginBug = TP_LOG_PLUGIN_BUG,
  kHostBug = TP_LOG_HOST_BUG,
};

/// What the operator of the host wants of every plugin. Empty means: not given.
struct Policy {
  std::string proxy;     ///< URL of the proxy for everything
  std::string no_proxy;  ///< hosts to reach without it, separated by commas
  std::string ca_file;   ///< PEM file of the certificates to trust instead of the machine's
  std::vector<std::string>
      allow_origins;            ///< origins ("https://host:port") that a base_url may name
  std::string locale = "en";    ///< of messages for people
  int64_t max_connections = 0;  ///< 0: the plugin's default
  std::string log_level;        ///< the host's own; it also answers LogEnabled()

  /// How the host is listed with the service that the plugin talks to, for services that ask.
  struct Marketplace {
    std::string name;
    std::string organization_id;
    std::string app_id;
  };
  Marketplace marketplace;

  /// Throws Error (kInvalidArgument, "invalid_policy") with every fault. Unknown keys are left
  /// alone: a newer host may send them.
  static Policy Parse(std::string_view config_json);
};

/// Handle to the host. Thread-safe; no call is made after the plugin object is gone.
class Host {
 public:
  /// Copies `host` and looks its services up. Throws Error (kAbi) when the struct is too short to
  /// be one.
  explicit Host(const tp_host* host);
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  bool LogEnabled(LogLevel level) const;
  /// `fields_json` is a JSON object or empty. Never a body, a name, an address or a secret.
  void Log(LogLevel level, std::string_view message, std::string_view fields_json = {}) const;

  int64_t UnixMs()
      const;  ///< wall time in milliseconds since 1970 UTC; the host's clock if it has one
  int64_t MonotonicNs()
      const;  ///< nanoseconds from an arbitrary start; the host's clock if it has one

  /// Tells the host's log filter about a secret that the host has not seen in this form.
  void Redact(std::string_view secret) const;

  /// Valid as long as the plugin object; see TokenService::IsOffered().
  const TokenService& tokens() const { return *tokens_; }

  /// The bytes that inputs name by handles; valid as long as the plugin object.
  const BlobService& blobs() const { return *blobs_; }

  std::string_view name() const { return name_; }
  std::string_view version() const { return version_; }

 private:
  const void* Service(std::string_view id) const;

  tp_host host_;
  std::string name_;
  std::string version_;
  const tp_svc_log* log_ = nullptr;
  const tp_svc_clock* clock_ = nullptr;
  const tp_svc_secret* secret_ = nullptr;
  std::optional<TokenService> tokens_;
  std::optional<BlobService> blobs_;
};

}  // namespace task_plugin
