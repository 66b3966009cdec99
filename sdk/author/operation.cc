// SPDX-License-Identifier: Apache-2.0
// The promise "exactly once, and nothing after it".
#include "author/operation.h"

#include <algorithm>
#include <new>

#include "author/operations.h"
#include "author/text.h"

namespace task_plugin {
namespace {

thread_local int callback_depth = 0;

class CallbackScope {
 public:
  CallbackScope() { ++callback_depth; }
  ~CallbackScope() { --callback_depth; }
  CallbackScope(const CallbackScope&) = delete;
  CallbackScope& operator=(const CallbackScope&) = delete;
};

}  // namespace

bool InsideCallback() {
  return callback_depth > 0;
}

Result::Result(Output output)
    : output_json(std::move(output.json)), warnings_json(WarningsJson(output.warnings)) {}

Result::Result(const Error& error)
    : status(error.status),
      retry(error.retry),
      retry_after_ms(error.retry_after_ms),
      http_status(error.http_status),
      warnings_json(WarningsJson(error.warnings)),
      error_code(error.code),
      error_message(error.message),
      error_details_json(error.DetailsJson()) {}

Error CurrentError() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return Error(Status::kInternal, "internal", "There was not enough memory.");
  } catch (const std::exception& error) {
    return Error(Status::kInternal, "internal", std::string("The plugin failed: ") + error.what());
  } catch (...) {
    return Error(Status::kInternal, "internal", "The plugin failed.");
  }
}

void Deliver(const tp_sink& sink, const Result& result) {
  tp_result border = {};
  border.struct_size = sizeof border;
  border.status = static_cast<tp_status>(result.status);
  border.retry = static_cast<uint32_t>(result.retry);
  border.retry_after_ms = result.retry_after_ms;
  border.http_status = result.http_status;
  border.output_json = Str(result.output_json);
  border.warnings_json = Str(result.warnings_json);
  border.error_code = Str(result.error_code);
  border.error_message = Str(result.error_message);
  border.error_details_json = Str(result.error_details_json);
  const CallbackScope scope;
  sink.complete(sink.user, &border);
}

void Waiter::Put(Result result) {
  // Notified under the lock: once it is free, the waiting thread may destroy this object.
  const std::lock_guard lock(mutex_);
  result_.emplace(std::move(result));
  arrived_.notify_one();
}

Result Waiter::Wait() {
  std::unique_lock lock(mutex_);
  arrived_.wait(lock, [&] { return result_.has_value(); });
  return std::move(*result_);
}

Operation::Operation(std::shared_ptr<Operations> home, Connection& connection, const tp_sink& sink,
                     TaskRequest request, Waiter* waiter)
    : home_(std::move(home)),
      connection_(connection),
      sink_(sink),
      request_(std::move(request)),
      waiter_(waiter) {}

Operation::~Operation() {
  if (open_ && !done_)
    Fail(Error(Status::kInternal, "internal", "The plugin dropped the task without a result."));
}

void Operation::Finish(Result result) {
  {
    const std::lock_guard lock(sink_mutex_);
    if (done_) return home_->ReportBug("A task completed twice.");
    done_ = true;
  }
  // The host may give the name to a new operation from inside complete(); but disconnect and
  // destroy wait until complete() has returned.
  home_->Forget(*this);
  if (waiter_ == nullptr) {
    Deliver(sink_, result);
    home_->Leave(connection_);
  } else {
    home_->Leave(connection_);
    waiter_->Put(std::move(result));
  }
}

void Operation::Progress(double fraction, std::string_view message) {
  const std::lock_guard lock(sink_mutex_);
  if (done_ || sink_.progress == nullptr) return;
  if (fraction >= 0) fraction = fraction_ = std::clamp(fraction, fraction_, 1.0);
  const CallbackScope scope;
  sink_.progress(sink_.user, fraction, Str(message));
}

void Operation::Cancel() {
  std::function<void()> hook;
  {
    const std::lock_guard lock(hook_mutex_);
    if (cancelled_.exchange(true)) return;
    hook = std::move(hook_);
  }
  if (hook) hook();
}

void Operation::OnCancel(std::function<void()> hook) {
  {
    const std::lock_guard lock(hook_mutex_);
    if (!cancelled()) {
      hook_ = std::move(hook);
      return;
    }
  }
  hook();
}

}  // namespace task_plugin
