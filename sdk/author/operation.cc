// SPDX-License-Identifier: Apache-2.0
// The promise "exactly once, and nothing after it".
#include "author/operation.h"

#include <algorithm>
#include <new>
#include <utility>

#include "author/operations.h"
#include "author/text.h"

namespace task_plugin {
namespace {

thread_local int callback_depth = 0;

// The text in the form that error_message promises: UTF-8 of at most 8 KiB, cut between characters.
std::string ForPeople(const std::string& message, const Texts& texts) {
  constexpr size_t kMost = 8 << 10;
  constexpr std::string_view kCut = " ...";
  if (!IsUtf8(message)) return texts.Say("The plugin failed with a message that is not UTF-8.");
  if (message.size() <= kMost) return message;
  size_t end = kMost - kCut.size();
  while ((static_cast<unsigned char>(message[end]) & 0xC0) == 0x80) --end;
  return message.substr(0, end).append(kCut);
}

}  // namespace

CallbackScope::CallbackScope() {
  ++callback_depth;
}

CallbackScope::~CallbackScope() {
  --callback_depth;
}

bool InsideCallback() {
  return callback_depth > 0;
}

Result::Result(Output output)
    : output_json(std::move(output.json)), warnings_json(WarningsJson(output.warnings)) {}

Result::Result(const Error& error, const Texts& texts)
    : status(error.status),
      retry(error.retry),
      retry_after_ms(error.retry_after_ms),
      http_status(error.http_status),
      warnings_json(WarningsJson(error.warnings)),
      error_code(error.code),
      error_message(ForPeople(error.message, texts)),
      error_details_json(error.DetailsJson()) {}

Error CurrentError(const Texts& texts) {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return Error(Status::kInternal, "internal", texts.Say("There was not enough memory."));
  } catch (const std::exception& error) {
    return Error(Status::kInternal, "internal", texts.Say("The plugin failed: {}", error.what()));
  } catch (...) {
    return Error(Status::kInternal, "internal", texts.Say("The plugin failed."));
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
                     Waiter* waiter)
    : home_(std::move(home)), connection_(connection), sink_(sink), waiter_(waiter) {}

Operation::~Operation() {
  if (open_ && !done_)
    Fail(Error(Status::kInternal, "internal",
               texts().Say("The plugin dropped the task without a result.")));
}

const Texts& Operation::texts() const {
  return home_->texts();
}

void Operation::Finish(Result result) {
  if (reporting_ == std::this_thread::get_id()) {
    // The host has cancelled from inside progress(), and the hook ends the task at once: the result
    // has to wait until progress() returns.
    if (early_) return home_->ReportBug("A task completed twice.");
    early_ = std::make_unique<Result>(std::move(result));
    return;
  }
  {
    const std::lock_guard lock(sink_mutex_);
    if (done_) return home_->ReportBug("A task completed twice.");
    done_ = true;
  }
  DropHook();
  // The host may give the name to a new operation from inside complete(); but disconnect and
  // destroy wait until complete() has returned.
  home_->Forget(*this);
  if (waiter_ != nullptr) return waiter_->Put(std::move(result));  // and execute() does the rest
  Deliver(sink_, result);
  home_->Leave(connection_);
}

void Operation::DropHook() {
  std::function<void()> dropped;  // outside the mutex, since it may hold anything
  const std::lock_guard lock(hook_mutex_);
  hook_wanted_ = false;
  dropped.swap(hook_);
}

void Operation::Progress(double fraction, std::string_view message) {
  if (reporting_ == std::this_thread::get_id()) return;
  std::unique_ptr<Result> ended;
  {
    const std::lock_guard lock(sink_mutex_);
    if (done_ || !TP_HAS(&sink_, tp_sink, progress) || sink_.progress == nullptr) return;
    const bool known = fraction >= 0;  // false for NaN, too
    if (known) fraction_ = std::clamp(fraction, fraction_, 1.0);
    reporting_ = std::this_thread::get_id();
    {
      const CallbackScope scope;
      sink_.progress(sink_.user, known ? fraction_ : -1, Str(message));
    }
    reporting_ = std::thread::id();
    ended = std::move(early_);
  }
  if (ended) Finish(std::move(*ended));
}

bool Operation::ended() {
  const std::lock_guard lock(sink_mutex_);
  return done_;
}

void Operation::Cancel() {
  std::function<void()> hook;
  {
    const std::lock_guard lock(hook_mutex_);
    if (cancelled_.exchange(true)) return;
    hook = std::move(hook_);
  }
  if (!hook) return;
  try {
    hook();
  } catch (...) {
    home_->ReportBug("A cancel hook threw: " + CurrentError(Texts::English()).message);
  }
}

void Operation::OnCancel(std::function<void()> hook) {
  {
    const std::lock_guard lock(hook_mutex_);
    if (!hook_wanted_) return;
    if (!cancelled()) {
      hook_ = std::move(hook);
      return;
    }
  }
  hook();
}

void Operation::ThrowIfUnwanted() const {
  if (cancelled())
    throw Error(Status::kCancelled, "cancelled", texts().Say("The task was cancelled."));
  if (request_.deadline > std::chrono::steady_clock::now()) return;
  Error late(Status::kTimeout, "timeout",
             texts().Say("The deadline had passed before the task began; nothing was sent."));
  late.retry = Retry::kSafe;
  throw late;
}

}  // namespace task_plugin
