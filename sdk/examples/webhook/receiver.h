// SPDX-License-Identifier: Apache-2.0
// One connection: where messages go, and the key that signs them.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "author/plugin.h"

namespace webhook {

class Receiver final : public task_plugin::Connection {
 public:
  // Throws Error to refuse. texts and host belong to the plugin object, which ends later.
  Receiver(const task_plugin::ConnectInfo& info, const task_plugin::Texts& texts,
           const task_plugin::Host& host);
  // Wipes the key.
  ~Receiver() override;

  void UpdateCredentials(std::string_view credentials_json) override;

  const std::string& url() const { return url_; }
  std::int64_t timeout_ms() const { return timeout_ms_; }
  // [any thread] See Sign().
  std::string Signature(std::string_view id, std::int64_t unix_seconds, std::string_view body);

 private:
  void CheckUrl() const;
  [[noreturn]] void Refuse(const char* pointer, const char* code, const std::string& message) const;

  const task_plugin::Texts& texts_;
  const task_plugin::Host& host_;
  std::string url_;
  std::int64_t timeout_ms_ = 15000;
  std::mutex mutex_;
  std::string key_;  // guarded by mutex_
};

}  // namespace webhook
