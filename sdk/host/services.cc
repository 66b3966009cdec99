// SPDX-License-Identifier: Apache-2.0
// The service tables, and what stands behind each function of them.
#include "host/services.h"

#include <algorithm>
#include <chrono>

#include "host/blob_service.h"
#include "host/json.h"
#include "host/text.h"
#include "host/token_service.h"

namespace task_host {
namespace {

// A log line that cannot be written for want of memory is lost; nothing may cross into the plugin.
template <typename Body>
void Guarded(Body body) noexcept {
  try {
    body();
  } catch (...) {
  }
}

bool IsJsonObject(std::string_view text) {
  try {
    return Json::ParseReported(text).object() != nullptr;
  } catch (const JsonError&) {
    return false;
  }
}

}  // namespace

// The functions of the tables; a class of its own so that they may see the timer.
struct ServiceTables {
  static std::int32_t TP_CALL Enabled(tp_host_ctx* ctx, std::int32_t level) {
    return level >= HostServices::Of(ctx).log_level_ ? 1 : 0;
  }
  static void TP_CALL Write(tp_host_ctx* ctx, std::int32_t level, tp_str message, tp_str fields) {
    Guarded([&] { HostServices::Of(ctx).Log(level, View(message), View(fields)); });
  }
  static std::int64_t TP_CALL UnixMs(tp_host_ctx*) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  }
  static std::int64_t TP_CALL MonotonicNs(tp_host_ctx*) { return TimerQueue::NowNs(); }
  static std::uint64_t TP_CALL WaitUntil(tp_host_ctx* ctx, std::int64_t monotonic_ns,
                                         void(TP_CALL* wake)(void*), void* user) {
    try {
      return HostServices::Of(ctx).timer_.WaitUntil(monotonic_ns, wake, user);
    } catch (...) {  // no memory or no thread: the contract's answer is 0
      return 0;
    }
  }
  static tp_status TP_CALL CancelWait(tp_host_ctx* ctx, std::uint64_t token) {
    return HostServices::Of(ctx).timer_.Cancel(token) ? TP_OK : TP_E_NOT_FOUND;
  }
  static void TP_CALL RedactBytes(tp_host_ctx* ctx, const std::uint8_t* data, std::size_t size) {
    if (data == nullptr) return;
    Guarded([&] { HostServices::Of(ctx).Redact({reinterpret_cast<const char*>(data), size}); });
  }

  static constexpr tp_svc_log kLog = {sizeof(tp_svc_log), 0, &Enabled, &Write};
  static constexpr tp_svc_clock kClock = {sizeof(tp_svc_clock), 0,          &UnixMs,
                                          &MonotonicNs,         &WaitUntil, &CancelWait};
  static constexpr tp_svc_secret kSecret = {sizeof(tp_svc_secret), 0, &RedactBytes};
};

std::string_view LogLevelName(std::int32_t level) {
  constexpr std::string_view kNames[] = {"trace", "debug",      "info",    "warn",
                                         "error", "plugin-bug", "host-bug"};
  return kNames[std::clamp<std::int32_t>(level, TP_LOG_TRACE, TP_LOG_HOST_BUG)];
}

HostServices::HostServices(std::string name, std::string version, std::int32_t log_level,
                           LogSink sink, std::shared_ptr<TokenStore> token_store)
    : name_(std::move(name)),
      version_(std::move(version)),
      log_level_(log_level),
      sink_(std::move(sink)),
      table_(Sized<tp_host>()),
      token_store_(std::move(token_store)) {
  table_.abi_major = TP_ABI_MAJOR;
  table_.abi_minor = TP_ABI_MINOR;
  table_.ctx = reinterpret_cast<tp_host_ctx*>(this);
  table_.name = Borrow(name_);
  table_.version = Borrow(version_);
  table_.get_service = &HostServices::GetService;
}

std::vector<std::string> HostServices::Offered() const {
  std::vector<std::string> ids = {TP_SVC_LOG, TP_SVC_CLOCK, TP_SVC_SECRET, TP_SVC_BLOB};
  if (token_store_ != nullptr) ids.emplace_back(TP_SVC_TOKENS);
  return ids;
}

const void* TP_CALL HostServices::GetService(tp_host_ctx* ctx, tp_str id) {
  const std::string_view name = View(id);
  if (name == TP_SVC_LOG) return &ServiceTables::kLog;
  if (name == TP_SVC_CLOCK) return &ServiceTables::kClock;
  if (name == TP_SVC_SECRET) return &ServiceTables::kSecret;
  if (name == TP_SVC_BLOB) return &BlobService();
  const bool has_tokens = HostServices::Of(ctx).token_store_ != nullptr;
  if (name == TP_SVC_TOKENS && has_tokens) return &TokenService();
  return nullptr;
}

void HostServices::Log(std::int32_t level, std::string_view message, std::string_view fields_json) {
  if (level < log_level_ || !sink_) return;
  std::string fields = Mask(fields_json);
  if (!fields.empty() && !IsJsonObject(fields)) fields.clear();
  sink_(level, Mask(ToUtf8(message)), fields);
}

void HostServices::ReportPluginBug(std::string_view what) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++plugin_bugs_;
  }
  Log(TP_LOG_PLUGIN_BUG, what);
}

std::uint64_t HostServices::plugin_bugs() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return plugin_bugs_;
}

}  // namespace task_host
