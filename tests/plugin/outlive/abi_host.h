// SPDX-License-Identifier: Apache-2.0
// The plugin behind its C interface alone, for a test that offers services of its own.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "host/manifest.h"
#include "host/operation.h"
#include "host/plugin.h"
#include "host/services.h"
#include "host/text.h"
#include "work.h"

namespace outlive {

// One at a time. Its clock or log takes the place of the services' own; either may be null.
class AbiHost {
 public:
  AbiHost(std::shared_ptr<task_host::HostServices> services, const tp_svc_clock* clock,
          const tp_svc_log* log)
      : services_(std::move(services)),
        plugin_(task_host::Plugin::Load(task_host::LoadManifest(ZENDESK_PLUGIN))),
        table_(services_->table()) {
    theirs = services_->table().get_service;
    own_clock = clock;
    own_log = log;
    table_.get_service = &GetService;
    task_host::Operation diagnosis(services_);
    const tp_sink sink = diagnosis.Sink();
    REQUIRE(plugin_->entry().create(&table_, task_host::Borrow("{}"), &sink, &api_, &object_) ==
            TP_OK);
  }
  ~AbiHost() { api_->destroy(object_); }
  AbiHost(const AbiHost&) = delete;
  AbiHost& operator=(const AbiHost&) = delete;

  // `credentials` is wiped.
  tp_conn* Connect(const std::string& url, const std::string& type, std::string& credentials) {
    const task_host::WipeAtEnd wipe(credentials);
    const std::string settings = R"({"subdomain":"acme","base_url":")" + url + "\"}";
    auto info = task_host::Sized<tp_connect_info>();
    info.connection_type = task_host::Borrow(type);
    info.connection_id = task_host::Borrow(kConnectionId);
    info.settings_json = task_host::Borrow(settings);
    info.credentials_json = task_host::Borrow(credentials);
    task_host::Operation diagnosis(services_);
    const tp_sink sink = diagnosis.Sink();
    tp_conn* connection = nullptr;
    REQUIRE(api_->connect(object_, &info, &sink, &connection) == TP_OK);
    return connection;
  }
  void Disconnect(tp_conn* connection) { api_->disconnect(object_, connection); }

  task_host::Result Execute(tp_conn* connection, const task_host::TaskRequest& request) {
    auto abi = task_host::Sized<tp_task_request>();
    abi.task_type = task_host::Borrow(request.task_type);
    abi.input_json = task_host::Borrow(request.input_json);
    task_host::Operation operation(services_);
    const tp_sink sink = operation.Sink();
    api_->execute(object_, connection, &abi, &sink);
    return operation.Wait();
  }

  tp_plugin* object() const { return object_; }
  const tp_plugin_api& api() const { return *api_; }
  const std::shared_ptr<task_host::HostServices>& services() const { return services_; }

 private:
  static const void* TP_CALL GetService(tp_host_ctx* ctx, tp_str id) {
    const std::string_view name = task_host::View(id);
    if (name == TP_SVC_CLOCK && own_clock != nullptr) return own_clock;
    if (name == TP_SVC_LOG && own_log != nullptr) return own_log;
    return theirs(ctx, id);
  }

  static inline const void*(TP_CALL* theirs)(tp_host_ctx* ctx, tp_str id) = nullptr;
  static inline const tp_svc_clock* own_clock = nullptr;
  static inline const tp_svc_log* own_log = nullptr;

  const std::shared_ptr<task_host::HostServices> services_;
  const std::shared_ptr<const task_host::Plugin> plugin_;
  tp_host table_;
  const tp_plugin_api* api_ = nullptr;
  tp_plugin* object_ = nullptr;
};

}  // namespace outlive
