// SPDX-License-Identifier: Apache-2.0
// The way from any thread to the thread of JavaScript.
//
// Node.js frees a thread-safe function when its environment ends, whoever may still be about to
// call it. A mailbox outlives that: from then on it drops what is posted.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <mutex>

namespace task_node {

class Mailbox {
 public:
  // Runs on the thread of JavaScript, with the function that hears of everything.
  using Letter = std::function<void(Napi::Env env, const Napi::Function& emit)>;

  // [JavaScript] It does not keep the process alive by itself.
  static std::shared_ptr<Mailbox> Open(Napi::Env env, const Napi::Function& emit);
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // [any] Delivers the letter soon, in the order of posting, or destroys it: at once on this thread
  // when the mailbox is closed, else when the environment ends first.
  void Post(Letter letter);
  // [JavaScript] Whether the process stays alive for what is to come.
  void KeepAlive(bool alive);
  // [JavaScript] Nothing is delivered any more. Once is enough, more does no harm.
  void Close();

 private:
  Mailbox() = default;

  static void Deliver(napi_env env, napi_value function, void* context, void* data);

  Napi::FunctionReference emit_;  // of the thread of JavaScript
  std::mutex mutex_;
  napi_threadsafe_function to_js_ = nullptr;  // NULL when closed
  napi_env env_ = nullptr;
};

}  // namespace task_node
