// SPDX-License-Identifier: Apache-2.0
// One thread-safe function, guarded by a lock for as long as it may be called.
#include "node/src/mailbox.h"

#include <utility>

namespace task_node {

std::shared_ptr<Mailbox> Mailbox::Open(Napi::Env env, const Napi::Function& emit) {
  std::shared_ptr<Mailbox> mailbox(new Mailbox);
  mailbox->emit_ = Napi::Persistent(emit);
  mailbox->env_ = env;
  // What is still queued when the environment ends is delivered nowhere, and then the owner goes.
  auto* owner = new std::shared_ptr<Mailbox>(mailbox);
  const auto finalize = [](napi_env, void* data, void*) {
    delete static_cast<std::shared_ptr<Mailbox>*>(data);
  };
  const napi_status status = napi_create_threadsafe_function(
      env, nullptr, nullptr, Napi::String::New(env, "task-plugins"), 0, 1, owner, finalize,
      mailbox.get(), &Mailbox::Deliver, &mailbox->to_js_);
  if (status != napi_ok) {
    delete owner;
    throw Napi::Error::New(env);
  }
  mailbox->KeepAlive(false);
  return mailbox;
}

void Mailbox::Post(Letter letter) {
  auto owned = std::make_unique<Letter>(std::move(letter));
  const std::lock_guard<std::mutex> lock(mutex_);
  if (to_js_ == nullptr) return;
  if (napi_call_threadsafe_function(to_js_, owned.get(), napi_tsfn_nonblocking) == napi_ok) {
    owned.release();  // NOLINT(bugprone-unused-return-value): Deliver() has it
  }
}

void Mailbox::KeepAlive(bool alive) {
  if (to_js_ == nullptr) return;
  if (alive) {
    napi_ref_threadsafe_function(env_, to_js_);
  } else {
    napi_unref_threadsafe_function(env_, to_js_);
  }
}

void Mailbox::Close() {
  napi_threadsafe_function to_js = nullptr;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::swap(to_js, to_js_);
  }
  if (to_js == nullptr) return;
  napi_release_threadsafe_function(to_js, napi_tsfn_abort);
  emit_.Reset();
}

void Mailbox::Deliver(napi_env env, napi_value, void* context, void* data) {
  const std::unique_ptr<Letter> letter(static_cast<Letter*>(data));
  const auto* self = static_cast<Mailbox*>(context);
  if (env == nullptr || self->emit_.IsEmpty()) return;
  const Napi::HandleScope scope(env);
  try {
    (*letter)(env, self->emit_.Value());
  } catch (const Napi::Error& error) {
    error.ThrowAsJavaScriptException();  // becomes an uncaught exception of the program
  }
}

}  // namespace task_node
