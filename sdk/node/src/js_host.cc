// SPDX-License-Identifier: Apache-2.0
// Arguments in, work on its way, letters about its end.
#include "node/src/js_host.h"

#include <system_error>
#include <utility>
#include <vector>

#include "host/error.h"
#include "host/file_token_store.h"
#include "host/status.h"
#include "node/src/log.h"
#include "node/src/values.h"

namespace task_node {

using task_host::Connection;
using task_host::Operation;
using task_host::Result;

namespace {

double NumberOf(const Napi::CallbackInfo& info, std::size_t index) {
  return info[index].As<Napi::Number>().DoubleValue();
}

std::uint64_t IdOf(const Napi::CallbackInfo& info, std::size_t index) {
  return static_cast<std::uint64_t>(info[index].As<Napi::Number>().Int64Value());
}

// An operation's number is below 2^53 as long as fewer than two million hosts were made.
Napi::Number IdFor(Napi::Env env, std::uint64_t id) {
  return Napi::Number::New(env, static_cast<double>(id));
}

// Throws the result, which lib/error.js turns into an error.
[[noreturn]] void Throw(Napi::Env env, const Result& result) {
  throw Napi::Error(env, ResultFor(env, result));
}

void TellEnd(Mailbox& mailbox, std::uint64_t operation, Result result) {
  mailbox.Post([operation, result = std::move(result)](Napi::Env env, const Napi::Function& emit) {
    emit({Napi::String::New(env, "ended"), IdFor(env, operation), ResultFor(env, result)});
  });
}

Napi::Value ValueFor(Napi::Env env, const std::variant<std::string, double>& outcome) {
  if (const auto* text = std::get_if<std::string>(&outcome)) return Napi::String::New(env, *text);
  return Napi::Number::New(env, std::get<double>(outcome));
}

// The store of tokens in a folder, or in JavaScript, or none.
std::shared_ptr<task_host::TokenStore> StoreIn(const std::string& folder,
                                               const task_host::LogSink& log) {
  if (folder.empty()) return nullptr;
  return std::make_shared<task_host::FileTokenStore>(folder, std::chrono::seconds(60), log);
}

}  // namespace

Napi::Function JsHost::Define(Napi::Env env) {
  return DefineClass(env, "NativeHost",
                     {InstanceMethod<&JsHost::List>("list"),
                      InstanceMethod<&JsHost::Describe>("describe"),
                      InstanceMethod<&JsHost::Connect>("connect"),
                      InstanceMethod<&JsHost::Disconnect>("disconnect"),
                      InstanceMethod<&JsHost::Close>("close"),
                      InstanceMethod<&JsHost::Dispose>("dispose"),
                      InstanceMethod<&JsHost::Submit>("submit"),
                      InstanceMethod<&JsHost::Verify>("verify"),
                      InstanceMethod<&JsHost::LoadOptions>("loadOptions"),
                      InstanceMethod<&JsHost::ResolveSchema>("resolveSchema"),
                      InstanceMethod<&JsHost::BeginSignIn>("beginSignIn"),
                      InstanceMethod<&JsHost::FinishSignIn>("finishSignIn"),
                      InstanceMethod<&JsHost::Revoke>("revoke"),
                      InstanceMethod<&JsHost::Cancel>("cancel"),
                      InstanceMethod<&JsHost::UpdateCredentials>("updateCredentials"),
                      InstanceMethod<&JsHost::AddBytes>("addBytes"),
                      InstanceMethod<&JsHost::AddFile>("addFile"),
                      InstanceMethod<&JsHost::RemoveBlob>("removeBlob"),
                      InstanceMethod<&JsHost::AnswerTokens>("answerTokens"),
                      InstanceMethod<&JsHost::KeepAlive>("keepAlive")});
}

JsHost::JsHost(const Napi::CallbackInfo& info) : Napi::ObjectWrap<JsHost>(info) {
  const Napi::Env env = info.Env();
  const auto options = info[0].As<Napi::Object>();
  mailbox_ = Mailbox::Open(env, info[1].As<Napi::Function>());
  try {
    const task_host::LogSink log = LogTo(mailbox_);
    if (options.Get("tokensInScript").ToBoolean()) tokens_ = std::make_shared<JsTokens>(mailbox_);
    auto store = tokens_ != nullptr ? tokens_ : StoreIn(TextOf(options, "tokenFolder"), log);
    engine_ = std::make_shared<Engine>(EngineOptionsOf(options), log, std::move(store));
  } catch (const std::exception& failure) {
    mailbox_->Close();
    Throw(env, ResultOf(failure));
  }
  // Added after the mailbox, so that it runs before Node.js ends what the mailbox stands on.
  napi_add_env_cleanup_hook(env, &JsHost::Abandon, this);
  Ref();  // until dispose() or the end of the environment: what is open needs it
}

void JsHost::Abandon(void* self) {
  auto* host = static_cast<JsHost*>(self);
  host->mailbox_->Close();
  if (host->tokens_ != nullptr) host->tokens_->EndAll();
  host->engine_->Close();
  host->jobs_.Join();
}

Napi::Value JsHost::Dispose(const Napi::CallbackInfo& info) {
  napi_remove_env_cleanup_hook(info.Env(), &JsHost::Abandon, this);
  Abandon(this);
  Unref();
  return info.Env().Undefined();
}

Napi::Value JsHost::Run(const Napi::CallbackInfo& info, Work work) {
  const double job = NumberOf(info, 0);
  const auto tell = [job, mailbox = mailbox_](Outcome outcome, std::optional<Result> failure) {
    mailbox->Post([job, outcome = std::move(outcome), failure = std::move(failure)](
                      Napi::Env env, const Napi::Function& emit) {
      std::vector<napi_value> told = {Napi::String::New(env, "job"), Napi::Number::New(env, job),
                                      ValueFor(env, outcome)};
      if (failure) told.push_back(ResultFor(env, *failure));
      emit.Call(told);
    });
  };
  try {
    jobs_.Start([tell, engine = engine_, work = std::move(work)] {
      try {
        tell(work(*engine), std::nullopt);
      } catch (const std::exception& failure) {
        tell(0.0, ResultOf(failure));
      }
    });
  } catch (const std::system_error& failure) {
    Throw(info.Env(), ResultOf(failure));
  }
  return info.Env().Undefined();
}

Napi::Value JsHost::List(const Napi::CallbackInfo& info) {
  return Run(info, [](Engine& engine) { return engine.List(); });
}

Napi::Value JsHost::Describe(const Napi::CallbackInfo& info) {
  const std::string task = info[1].As<Napi::String>();
  return Run(info, [task](Engine& engine) { return engine.Describe(task); });
}

Napi::Value JsHost::Connect(const Napi::CallbackInfo& info) {
  const auto object = info[1].As<Napi::Object>();
  const std::string plugin = TextOf(object, "plugin");
  // The credentials are wiped with it.
  const auto spec = std::make_shared<const task_host::ConnectionSpec>(ConnectionSpecOf(object));
  return Run(info, [plugin, spec](Engine& engine) {
    return static_cast<double>(engine.Connect(plugin, *spec));
  });
}

Napi::Value JsHost::Disconnect(const Napi::CallbackInfo& info) {
  const std::uint64_t connection = IdOf(info, 1);
  return Run(info, [connection](Engine& engine) {
    engine.Disconnect(connection);
    return 0.0;
  });
}

Napi::Value JsHost::Close(const Napi::CallbackInfo& info) {
  return Run(info, [](Engine& engine) {
    engine.Close();
    return 0.0;
  });
}

std::shared_ptr<Connection> JsHost::ConnectionOf(const Napi::CallbackInfo& info) {
  auto connection = engine_->Find(IdOf(info, 0));
  if (connection != nullptr) return connection;
  Result result;
  result.status = TP_E_INVALID_STATE;
  result.error_code = "host.closed";
  result.error_message = "The connection was closed.";
  Throw(info.Env(), result);
}

// The end of an operation is posted by its number into the operations, which are there by the time
// at which it is read: submit() has returned before JavaScript goes on.
Napi::Value JsHost::Submit(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto connection = ConnectionOf(info);
  const auto list = info[1].As<Napi::Array>();
  std::vector<task_host::TaskRequest> requests;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    requests.push_back(TaskRequestOf(list.Get(i).As<Napi::Object>()));
  }
  const auto operations = std::make_shared<std::vector<Operation>>();
  const auto ended = [operations, mailbox = mailbox_](std::size_t index) {
    mailbox->Post([operations, index](Napi::Env js, const Napi::Function& emit) {
      Operation& operation = (*operations)[index];
      emit({Napi::String::New(js, "ended"), IdFor(js, operation.id()),
            ResultFor(js, operation.Wait())});
    });
  };
  try {
    *operations = connection->Submit(requests, ended);
  } catch (const std::exception& failure) {
    Throw(env, ResultOf(failure));
  }
  Napi::Array ids = Napi::Array::New(env, operations->size());
  for (std::uint32_t i = 0; i < operations->size(); ++i) {
    ids[i] = IdFor(env, (*operations)[i].id());
  }
  return ids;
}

Napi::Value JsHost::Begin(const Napi::CallbackInfo& info, const Start& start, Wait wait) {
  const auto connection = ConnectionOf(info);
  const auto place = std::make_shared<std::optional<Operation>>();
  place->emplace(connection->instance()->services(), task_host::ProgressFunction(),
                 [place, wait, mailbox = mailbox_] {
                   mailbox->Post([place, wait](Napi::Env env, const Napi::Function& emit) {
                     emit({Napi::String::New(env, "ended"), IdFor(env, (*place)->id()),
                           ResultFor(env, ((**place).*wait)())});
                   });
                 });
  const std::uint64_t id = (*place)->id();
  if (const auto refusal = start(*connection, **place)) {
    place->reset();
    TellEnd(*mailbox_, id, *refusal);
  }
  return IdFor(info.Env(), id);
}

Napi::Value JsHost::Verify(const Napi::CallbackInfo& info) {
  return Begin(info, [](Connection& connection, Operation& operation) {
    return connection.StartVerify(operation);
  });
}

Napi::Value JsHost::LoadOptions(const Napi::CallbackInfo& info) {
  const task_host::OptionsRequest request = OptionsRequestOf(info[1].As<Napi::Object>());
  return Begin(info, [&](Connection& connection, Operation& operation) {
    return connection.StartLoadOptions(request, operation);
  });
}

Napi::Value JsHost::ResolveSchema(const Napi::CallbackInfo& info) {
  const task_host::SchemaRequest request = SchemaRequestOf(info[1].As<Napi::Object>());
  return Begin(info, [&](Connection& connection, Operation& operation) {
    return connection.StartResolveSchema(request, operation);
  });
}

Napi::Value JsHost::BeginSignIn(const Napi::CallbackInfo& info) {
  const task_host::SignInRequest request = SignInRequestOf(info[1].As<Napi::Object>());
  return Begin(info, [&](Connection& connection, Operation& operation) {
    return connection.StartBeginSignIn(request, operation);
  });
}

Napi::Value JsHost::FinishSignIn(const Napi::CallbackInfo& info) {
  const task_host::SignInRequest request = SignInRequestOf(info[1].As<Napi::Object>());
  return Begin(
      info,
      [&](Connection& connection, Operation& operation) {
        return connection.StartFinishSignIn(request, operation);
      },
      &Operation::Wait);
}

Napi::Value JsHost::Revoke(const Napi::CallbackInfo& info) {
  return Begin(
      info,
      [](Connection& connection, Operation& operation) {
        return connection.StartRevoke(operation);
      },
      &Operation::Wait);
}

Napi::Value JsHost::Cancel(const Napi::CallbackInfo& info) {
  const auto connection = engine_->Find(IdOf(info, 0));
  // Without a connection it is being cancelled already.
  if (connection != nullptr) connection->instance()->Cancel(IdOf(info, 1));
  return info.Env().Undefined();
}

Napi::Value JsHost::UpdateCredentials(const Napi::CallbackInfo& info) {
  std::string credentials = info[1].As<Napi::String>();
  const task_host::WipeAtEnd wipe(credentials);
  const tp_status status = ConnectionOf(info)->UpdateCredentials(credentials);
  return Napi::String::New(info.Env(), std::string(task_host::StatusName(status)));
}

Napi::Value JsHost::AddBytes(const Napi::CallbackInfo& info) {
  const auto bytes = info[1].As<Napi::Uint8Array>();
  engine_->blobs().AddBytes(
      std::string(reinterpret_cast<const char*>(bytes.Data()), bytes.ByteLength()),
      info[0].As<Napi::String>());
  return info.Env().Undefined();
}

Napi::Value JsHost::AddFile(const Napi::CallbackInfo& info) {
  try {
    engine_->blobs().AddFile(info[1].As<Napi::String>().Utf8Value(), info[0].As<Napi::String>());
  } catch (const task_host::Error& failure) {
    Throw(info.Env(), ResultOf(failure));
  }
  return info.Env().Undefined();
}

Napi::Value JsHost::RemoveBlob(const Napi::CallbackInfo& info) {
  engine_->blobs().Remove(info[0].As<Napi::String>().Utf8Value());
  return info.Env().Undefined();
}

Napi::Value JsHost::AnswerTokens(const Napi::CallbackInfo& info) {
  const auto status = static_cast<tp_status>(NumberOf(info, 1));
  if (info[3].IsObject()) {
    const task_host::TokenSet tokens = TokenSetOf(info[3].As<Napi::Object>());
    tokens_->Answer(IdOf(info, 0), status, &tokens, IdOf(info, 2));
  } else {
    tokens_->Answer(IdOf(info, 0), status, nullptr, IdOf(info, 2));
  }
  return info.Env().Undefined();
}

Napi::Value JsHost::KeepAlive(const Napi::CallbackInfo& info) {
  mailbox_->KeepAlive(info[0].ToBoolean());
  return info.Env().Undefined();
}

}  // namespace task_node
