// SPDX-License-Identifier: Apache-2.0
// A plugin object in a test, driven through the C interface, and what its operations report.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "author/plugin_class.h"
#include "author/text.h"
#include "fake_host.h"

namespace task_plugin {

/// Names of operations, never twice in a process.
inline uint64_t NextId() {
  static std::atomic<uint64_t> next = 1;
  return next++;
}

/// One sink, and all that has been said to it. Must outlive its operation.
class Outcome {
 public:
  Outcome() = default;
  Outcome(const Outcome&) = delete;
  Outcome& operator=(const Outcome&) = delete;

  const tp_sink* sink() const { return &sink_; }
  uint64_t id() const { return sink_.op_id; }
  void set_id(uint64_t id) { sink_.op_id = id; }

  /// Waits for the end and gives the status.
  tp_status Wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return completions_ > 0; });
    return status_;
  }
  /// Waits until there has been so much progress.
  void WaitForProgress(size_t calls) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return fractions_.size() >= calls; });
  }

  int completions() const { return Locked(completions_); }
  tp_status status() const { return Locked(status_); }
  uint32_t retry() const { return Locked(retry_); }
  std::string output() const { return Locked(output_); }
  std::string code() const { return Locked(code_); }
  std::string message() const { return Locked(message_); }
  std::thread::id thread() const { return Locked(thread_); }
  std::vector<double> fractions() const { return Locked(fractions_); }
  bool progress_after_end() const { return Locked(progress_after_end_); }

  std::function<void()> on_progress;  ///< runs inside the callback
  std::function<void()> on_complete;  ///< the same

 private:
  template <typename Value>
  Value Locked(const Value& value) const {
    const std::lock_guard lock(mutex_);
    return value;
  }

  static void TP_CALL Complete(void* user, const tp_result* result) {
    auto& self = *static_cast<Outcome*>(user);
    if (self.on_complete) self.on_complete();
    const std::lock_guard lock(self.mutex_);
    ++self.completions_;
    self.status_ = result->status;
    self.retry_ = result->retry;
    self.output_ = View(result->output_json);
    self.code_ = View(result->error_code);
    self.message_ = View(result->error_message);
    self.thread_ = std::this_thread::get_id();
    self.changed_.notify_all();
  }
  static void TP_CALL Progress(void* user, double fraction, tp_str /*message*/) {
    auto& self = *static_cast<Outcome*>(user);
    {
      const std::lock_guard lock(self.mutex_);
      self.fractions_.push_back(fraction);
      self.progress_after_end_ = self.progress_after_end_ || self.completions_ > 0;
      self.changed_.notify_all();
    }
    if (self.on_progress) self.on_progress();
  }

  tp_sink sink_ = {sizeof(tp_sink), 0, NextId(), this, Complete, Progress};
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int completions_ = 0;
  tp_status status_ = -1;
  uint32_t retry_ = 0;
  std::string output_;
  std::string code_;
  std::string message_;
  std::thread::id thread_;
  std::vector<double> fractions_;
  bool progress_after_end_ = false;
};

/// The task of every test plugin: its input says what to do.
inline constexpr std::string_view kTask = "test.do";
inline constexpr std::string_view kInputSchema =
    R"({"type":"object","additionalProperties":false,"required":["do"],
        "properties":{"do":{"type":"string"},"times":{"type":"integer"}}})";
inline constexpr TaskType kTasks[] = {{kTask, 2, kInputSchema, R"({"type":"object"})"}};

/// A description of a plugin class for Create().
template <typename Class>
const PluginClass& ClassOf() {
  static const PluginClass description = {
      kTasks, {}, [](PluginContext context) -> std::unique_ptr<Plugin> {
        return std::make_unique<Class>(std::move(context));
      }};
  return description;
}

/// One plugin object of a class, with one connection unless a test makes more.
class Object {
 public:
  explicit Object(const PluginClass& plugin_class, FakeHost& host) {
    const Outcome diag;
    REQUIRE(Create(plugin_class, host.get(), tp_str{}, diag.sink(), &api_, &plugin_) == TP_OK);
    conn_ = Connect();
  }
  ~Object() {
    if (conn_ != nullptr) Disconnect();
    if (plugin_ != nullptr) Destroy();
  }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  const tp_plugin_api& api() const { return *api_; }
  tp_plugin* plugin() const { return plugin_; }
  tp_conn* conn() const { return conn_; }

  tp_conn* Connect() {
    Outcome diag;
    tp_connect_info info = {};
    info.struct_size = sizeof info;
    tp_conn* conn = nullptr;
    CHECK(api_->connect(plugin_, &info, diag.sink(), &conn) == TP_OK);
    CHECK(diag.completions() == 0);
    return conn;
  }
  void Disconnect() { api_->disconnect(plugin_, std::exchange(conn_, nullptr)); }
  /// From here on the test has to end the connection.
  tp_conn* ReleaseConnection() { return std::exchange(conn_, nullptr); }
  void Destroy() { api_->destroy(std::exchange(plugin_, nullptr)); }

  static tp_task_request Request(std::string_view input) {
    tp_task_request request = {};
    request.struct_size = sizeof request;
    request.task_type = Str(kTask);
    request.input_json = Str(input);
    return request;
  }

  /// Runs {"do":what} and checks that it ends once, before execute() returns.
  tp_status Execute(Outcome& outcome, std::string_view what) {
    const std::string input = InputOf(what);
    const tp_task_request request = Request(input);
    return Execute(outcome, request);
  }
  tp_status Execute(Outcome& outcome, const tp_task_request& request) {
    api_->execute(plugin_, conn_, &request, outcome.sink());
    CHECK(outcome.completions() == 1);
    return outcome.status();
  }
  tp_status Submit(Outcome& outcome, std::string_view what, tp_conn* conn = nullptr) {
    const std::string input = InputOf(what);
    const tp_task_request request = Request(input);
    const tp_task_request* const requests[] = {&request};
    const tp_sink* const sinks[] = {outcome.sink()};
    return api_->submit(plugin_, conn == nullptr ? conn_ : conn, requests, sinks, 1);
  }

 private:
  static std::string InputOf(std::string_view what) {
    return "{\"do\":\"" + std::string(what) + "\"}";
  }

  const tp_plugin_api* api_ = nullptr;
  tp_plugin* plugin_ = nullptr;
  tp_conn* conn_ = nullptr;
};

}  // namespace task_plugin
