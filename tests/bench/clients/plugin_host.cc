// SPDX-License-Identifier: Apache-2.0
// Load, create, connect; and back.
#include "plugin_host.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <stdexcept>

namespace bench {
namespace {

void TP_CALL WriteLog(tp_host_ctx*, std::int32_t, tp_str message, tp_str) {
  fmt::print(stderr, "bench_plugin: {}\n", View(message));
}

constexpr tp_svc_log kLog = {
    .struct_size = sizeof(tp_svc_log),
    .flags = 0,
    .enabled = [](tp_host_ctx*, std::int32_t level) -> std::int32_t {
      return level >= TP_LOG_WARN;
    },
    .write = &WriteLog,
};

const void* TP_CALL GetService(tp_host_ctx*, tp_str id) {
  return View(id) == TP_SVC_LOG ? &kLog : nullptr;
}

// Takes the reason why create() or connect() says no.
void TP_CALL TakeReason(void* user, const tp_result* result) {
  static_cast<std::string*>(user)->assign(View(result->error_message));
}

}  // namespace

PluginHost::PluginHost(const std::string& library, const std::string& url) {
  void* const handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw std::runtime_error(::dlerror());
  const auto entry =
      reinterpret_cast<decltype(&tp_plugin_entry_v1)>(::dlsym(handle, "tp_plugin_entry_v1"));
  if (entry == nullptr) throw std::runtime_error(::dlerror());

  tp_host host{};
  host.struct_size = sizeof host;
  host.abi_major = TP_ABI_MAJOR;
  host.abi_minor = TP_ABI_MINOR;
  host.name = Borrow("benchmark");
  host.version = Borrow("1.0");
  host.get_service = &GetService;
  std::string reason;
  tp_sink sink{};
  sink.struct_size = sizeof sink;
  sink.user = &reason;
  sink.complete = &TakeReason;
  if (entry()->create(&host, Borrow("{}"), &sink, &api_, &object_) != TP_OK)
    throw std::runtime_error(reason);

  const std::string settings = fmt::format(R"({{"subdomain":"acme","base_url":"{}"}})", url);
  tp_connect_info info{};
  info.struct_size = sizeof info;
  info.connection_type = Borrow("oauth_access_token");
  info.connection_id = Borrow("benchmark");
  info.settings_json = Borrow(settings);
  info.credentials_json = Borrow(R"({"access_token":"benchmark-access-token"})");
  if (api_->connect(object_, &info, &sink, &connection_) == TP_OK) return;
  api_->destroy(object_);
  throw std::runtime_error(reason);
}

PluginHost::~PluginHost() {
  api_->disconnect(object_, connection_);
  api_->destroy(object_);
}

tp_task_request MakeRequest(std::string_view input, std::uint64_t index) {
  tp_task_request request{};
  request.struct_size = sizeof request;
  request.task_type = Borrow("zendesk.create_ticket");
  request.input_json = Borrow(input);
  request.execution_id = Borrow("execution-2026-03-03-000417");
  request.step_id = Borrow("create-ticket");
  request.item_index = index;
  return request;
}

}  // namespace bench
