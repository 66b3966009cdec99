// SPDX-License-Identifier: Apache-2.0
// A host for tests: it keeps the lines of its log, and its clock stands where a test puts it.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "author/text.h"
#include "task_plugin.h"

namespace task_plugin {

/// Takes log lines from TP_LOG_WARN on. Must outlive what it is given to.
class FakeHost {
 public:
  FakeHost() = default;
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  const tp_host* get() { return &table; }

  std::vector<std::string> Lines() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

  std::atomic<bool> offers_services = true;
  const tp_svc_blob* blob_table = nullptr;
  std::atomic<int64_t> unix_ms = 1'800'000'000'000;
  tp_svc_log log_table = {sizeof(tp_svc_log), 0, Enabled, Write};
  tp_svc_clock clock_table = {sizeof(tp_svc_clock), 0, UnixMs, MonotonicNs, nullptr, nullptr};
  tp_host table = {
      sizeof(tp_host),  0,        TP_ABI_MAJOR, TP_ABI_MINOR, reinterpret_cast<tp_host_ctx*>(this),
      Str("fake host"), Str("1"), GetService};

 private:
  static FakeHost& Self(tp_host_ctx* ctx) { return *reinterpret_cast<FakeHost*>(ctx); }

  static const void* TP_CALL GetService(tp_host_ctx* ctx, tp_str id) {
    FakeHost& self = Self(ctx);
    if (!self.offers_services) return nullptr;
    if (View(id) == TP_SVC_LOG) return &self.log_table;
    if (View(id) == TP_SVC_BLOB) return self.blob_table;
    return View(id) == TP_SVC_CLOCK ? &self.clock_table : nullptr;
  }
  static int32_t TP_CALL Enabled(tp_host_ctx*, int32_t level) { return level >= TP_LOG_WARN; }
  static void TP_CALL Write(tp_host_ctx* ctx, int32_t, tp_str message, tp_str) {
    FakeHost& self = Self(ctx);
    const std::lock_guard lock(self.mutex_);
    self.lines_.emplace_back(View(message));
  }
  static int64_t TP_CALL UnixMs(tp_host_ctx* ctx) { return Self(ctx).unix_ms; }
  static int64_t TP_CALL MonotonicNs(tp_host_ctx* ctx) { return Self(ctx).unix_ms * 1'000'000; }

  std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace task_plugin
