// SPDX-License-Identifier: Apache-2.0
// The host's face towards plugins: its name, log, clock, token store, blobs and the secrets that
// the log masks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "host/blob_store.h"
#include "host/secret_mask.h"
#include "host/timer.h"
#include "host/token_store.h"
#include "task_plugin.h"

namespace task_host {

// Receives log lines whose secrets are masked already. Called on any thread, perhaps on several at
// once. fields_json is a JSON object or empty.
using LogSink =
    std::function<void(std::int32_t level, std::string_view message, std::string_view fields_json)>;

// "trace", "debug", "info", "warn", "error", "plugin-bug", "host-bug".
std::string_view LogLevelName(std::int32_t level);

class HostServices {
 public:
  // Lines below the level are dropped; a level above TP_LOG_HOST_BUG drops all. Without a store
  // of tokens no plugin finds tp.token-store/1.
  HostServices(std::string name, std::string version, std::int32_t log_level, LogSink sink,
               std::shared_ptr<TokenStore> token_store = nullptr);
  HostServices(const HostServices&) = delete;
  HostServices& operator=(const HostServices&) = delete;

  // The one whose table() holds this ctx.
  static HostServices& Of(tp_host_ctx* ctx) { return *reinterpret_cast<HostServices*>(ctx); }

  // The ids of the services that get_service() answers.
  std::vector<std::string> Offered() const;

  // For create(); valid as long as this object.
  const tp_host& table() const { return table_; }
  // NULL when the host has none.
  const std::shared_ptr<TokenStore>& token_store() const { return token_store_; }

  // What inputs may name by handles.
  BlobStore& blobs() { return blobs_; }

  void Log(std::int32_t level, std::string_view message, std::string_view fields_json = {});
  // A rule of task_plugin.h that a plugin broke; counted and logged.
  void ReportPluginBug(std::string_view what);
  std::uint64_t plugin_bugs() const;

  // From now on these bytes, also as a JSON string would escape them, are masked in the log. They
  // are kept for that until the end of the mask, which wipes them.
  void Redact(std::string_view secret) { mask_->Add(secret); }
  // The text with "***" in place of every secret.
  std::string Mask(std::string_view text) const { return mask_->Mask(text); }
  // For secrets that come to light when this object may be gone.
  const std::shared_ptr<SecretMask>& mask() const { return mask_; }

 private:
  static const void* TP_CALL GetService(tp_host_ctx* ctx, tp_str id);

  std::string name_;
  std::string version_;
  std::int32_t log_level_;
  LogSink sink_;
  tp_host table_;
  std::shared_ptr<SecretMask> mask_ = std::make_shared<SecretMask>();
  std::shared_ptr<TokenStore> token_store_;
  BlobStore blobs_;
  TimerQueue timer_;
  mutable std::mutex mutex_;
  std::uint64_t plugin_bugs_ = 0;

  friend struct ServiceTables;
};

}  // namespace task_host
