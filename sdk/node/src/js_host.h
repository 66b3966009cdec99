// SPDX-License-Identifier: Apache-2.0
// The class NativeHost, which lib/host.js stands on.
//
//   new NativeHost(options, emit)
//   list(job) · describe(job, task) · connect(job, spec) · disconnect(job, connection) · close(job)
//   dispose()   after close(): nothing may be called any more
//   submit(connection, requests) -> [operation]
//   verify(connection) · loadOptions(connection, request) · resolveSchema(connection, request)
//                                                          -> operation
//   beginSignIn(connection, request) · finishSignIn(connection, request) · revoke(connection)
//                                                          -> operation
//   cancel(connection, operation) · updateCredentials(connection, credentials) -> status
//   addBytes(handle, bytes) · addFile(handle, path) · removeBlob(handle)
//   answerTokens(call, status, number, tokens?) · keepAlive(bool)
//
// What ends later is told by emit, on the thread of JavaScript:
//   emit("job", job, value, failure?)      a text or a number, or the result that says why not
//   emit("ended", operation, result)
//   emit("log", level, message, fields, lost)
//   emit("tokens", call, method, ...)      see js_tokens.h
#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "host/operation.h"
#include "node/src/engine.h"
#include "node/src/jobs.h"
#include "node/src/js_tokens.h"
#include "node/src/mailbox.h"

namespace task_node {

class JsHost : public Napi::ObjectWrap<JsHost> {
 public:
  static Napi::Function Define(Napi::Env env);

  explicit JsHost(const Napi::CallbackInfo& info);

 private:
  // What a job gives: a document or a number.
  using Outcome = std::variant<std::string, double>;
  using Work = std::function<Outcome(Engine& engine)>;
  // Starts an operation; why nothing has started, or nothing.
  using Start = std::function<std::optional<task_host::Result>(task_host::Connection& connection,
                                                               task_host::Operation& operation)>;
  using Wait = task_host::Result (task_host::Operation::*)();

  Napi::Value List(const Napi::CallbackInfo& info);
  Napi::Value Describe(const Napi::CallbackInfo& info);
  Napi::Value Connect(const Napi::CallbackInfo& info);
  Napi::Value Disconnect(const Napi::CallbackInfo& info);
  Napi::Value Close(const Napi::CallbackInfo& info);
  Napi::Value Dispose(const Napi::CallbackInfo& info);
  Napi::Value Submit(const Napi::CallbackInfo& info);
  Napi::Value Verify(const Napi::CallbackInfo& info);
  Napi::Value LoadOptions(const Napi::CallbackInfo& info);
  Napi::Value ResolveSchema(const Napi::CallbackInfo& info);
  Napi::Value BeginSignIn(const Napi::CallbackInfo& info);
  Napi::Value FinishSignIn(const Napi::CallbackInfo& info);
  Napi::Value Revoke(const Napi::CallbackInfo& info);
  Napi::Value Cancel(const Napi::CallbackInfo& info);
  Napi::Value UpdateCredentials(const Napi::CallbackInfo& info);
  Napi::Value AddBytes(const Napi::CallbackInfo& info);
  Napi::Value AddFile(const Napi::CallbackInfo& info);
  Napi::Value RemoveBlob(const Napi::CallbackInfo& info);
  Napi::Value AnswerTokens(const Napi::CallbackInfo& info);
  Napi::Value KeepAlive(const Napi::CallbackInfo& info);

  // The job is the first argument.
  Napi::Value Run(const Napi::CallbackInfo& info, Work work);
  // wait tells what an answer that breaks the contract is taken for.
  Napi::Value Begin(const Napi::CallbackInfo& info, const Start& start,
                    Wait wait = &task_host::Operation::WaitForRead);
  // The connection that the first argument names; throws when it is closed.
  std::shared_ptr<task_host::Connection> ConnectionOf(const Napi::CallbackInfo& info);
  // Ends whatever is open, without a word to JavaScript.
  static void Abandon(void* self);

  std::shared_ptr<Mailbox> mailbox_;
  std::shared_ptr<JsTokens> tokens_;  // NULL when there is no store in JavaScript
  std::shared_ptr<Engine> engine_;
  Jobs jobs_;
};

}  // namespace task_node
