// SPDX-License-Identifier: Apache-2.0
// One run of a task, from the host's request to the one result that it gets.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "author/error.h"
#include "author/input.h"
#include "task_plugin.h"

namespace task_plugin {

class Connection;
class Operations;

/// One task type as the plugin registers it; texts are static.
struct TaskType {
  std::string_view id;             ///< "<plugin id>.<task>"
  uint32_t version;                ///< schemaVersion in the manifest
  std::string_view input_schema;   ///< JSON
  std::string_view output_schema;  ///< JSON
};

/// What the host said about this piece of work, besides its input.
struct TaskRequest {
  size_t task = 0;  ///< place in the plugin's list of task types
  std::string execution_id;
  std::string step_id;
  std::string idempotency_key;
  std::string traceparent;
  uint64_t item_index = 0;
  int64_t first_attempt_unix_ms = 0;  ///< 0: this is the first attempt
  uint32_t attempt = 1;
  bool dry_run = false;
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};

/// How a task ends well.
struct Output {
  std::string json;  ///< valid under the task's output schema
  std::vector<Warning> warnings;
};

/// The end of an operation in the form that crosses the border.
struct Result {
  explicit Result(Output output);
  Result(const Error& error, const Texts& texts);

  Status status = Status::kOk;
  Retry retry = Retry::kNever;
  int64_t retry_after_ms = -1;
  int32_t http_status = 0;
  std::string output_json;
  std::string warnings_json;
  std::string error_code;
  std::string error_message;
  std::string error_details_json;
};

/// The exception in flight as an Error: an Error stays what it is, everything else is kInternal.
Error CurrentError(const Texts& texts);

/// True while the calling thread runs one of the host's callbacks.
bool InsideCallback();

/// Stands on the stack around each call of one.
class CallbackScope {
 public:
  CallbackScope();
  ~CallbackScope();
  CallbackScope(const CallbackScope&) = delete;
  CallbackScope& operator=(const CallbackScope&) = delete;
};

/// Hands a result to a sink, on this thread.
void Deliver(const tp_sink& sink, const Result& result);

/// Where execute() waits for its operation.
class Waiter {
 public:
  void Put(Result result);
  Result Wait();

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<Result> result_;
};

/// Completes exactly once, whatever the plugin does: a second result is dropped and reported as the
/// plugin's bug; an operation that the plugin forgets (drops the last pointer to) ends with
/// kInternal. Functions without a note are for the thread that runs the task.
class Operation {
 public:
  /// `waiter` is null for operations of submit(), whose result goes to the sink on the completing
  /// thread.
  Operation(std::shared_ptr<Operations> home, Connection& connection, const tp_sink& sink,
            Waiter* waiter);
  ~Operation();
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;

  /// Empty until it is set.
  const TaskRequest& request() const { return request_; }
  void SetRequest(TaskRequest request) { request_ = std::move(request); }
  /// Check everything, send nothing that writes, and give the output of TP_REQ_DRY_RUN.
  bool is_dry_run() const { return request_.dry_run; }
  Connection& connection() const { return connection_; }
  /// Checked and free of faults once the plugin sees the operation.
  Input& input() { return *input_; }
  void SetInput(Input input) { input_.emplace(std::move(input)); }

  /// [any thread] The end. After it the plugin does not use the connection any more.
  void Complete(Output output) { Finish(Result(std::move(output))); }
  void Fail(const Error& error) { Finish(Result(error, texts())); }

  /// [any thread] fraction from 0 to 1, or negative when unknown. Smaller values than before are
  /// raised. Ignored after the end, and while the host is being told of other progress on this
  /// thread.
  void Progress(double fraction, std::string_view message);

  /// [any thread] It has its result.
  bool ended();

  /// [any thread]
  bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }
  /// [any thread] Asks the task to end early. Idempotent.
  void Cancel();
  /// `hook` runs once when the operation is cancelled, on the cancelling thread; at once if it is
  /// already; never when the operation has ended. While it runs the operation may end on another
  /// thread and its connection go away, so it touches neither the connection nor what belongs to
  /// it.
  void OnCancel(std::function<void()> hook);

  /// Throws Error when there is no point in beginning any more: the operation is cancelled, or its
  /// deadline has passed.
  void ThrowIfUnwanted() const;

  /// [any thread] The sentences in the host's language.
  const Texts& texts() const;

  uint64_t id() const { return sink_.op_id; }
  /// From here on the host is owed a result. For Operations only.
  void MarkOpen() { open_ = true; }
  /// [any thread] True for the host's execute(), which blocks a thread of its own meanwhile.
  bool waited_for() const { return waiter_ != nullptr; }

 private:
  void Finish(Result result);
  void DropHook();

  const std::shared_ptr<Operations> home_;
  Connection& connection_;
  const tp_sink sink_;
  TaskRequest request_;
  Waiter* const waiter_;
  std::optional<Input> input_;
  bool open_ = false;

  std::atomic<bool> cancelled_ = false;
  std::mutex hook_mutex_;
  std::function<void()> hook_;
  bool hook_wanted_ = true;

  std::mutex sink_mutex_;  // orders progress() before complete()
  bool done_ = false;
  double fraction_ = 0;
  std::atomic<std::thread::id> reporting_;  // the thread inside progress(), which holds sink_mutex_
  std::unique_ptr<Result> early_;           // what that thread ended with meanwhile
};

}  // namespace task_plugin
