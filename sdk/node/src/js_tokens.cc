// SPDX-License-Identifier: Apache-2.0
// Calls by number, since a done is nothing that JavaScript could hold.
#include "node/src/js_tokens.h"

#include <utility>

namespace task_node {
namespace {

Napi::Value Number(Napi::Env env, std::uint64_t number) {
  return Napi::Number::New(env, static_cast<double>(number));
}

Napi::Object TokensFor(Napi::Env env, const task_host::TokenSet& tokens) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("accessToken", tokens.access_token);
  object.Set("refreshToken", tokens.refresh_token);
  object.Set("scope", tokens.scope);
  object.Set("expiresAtMs", static_cast<double>(tokens.expires_at_unix_ms));
  object.Set("issuedAtMs", static_cast<double>(tokens.issued_at_unix_ms));
  return object;
}

void Tell(const task_host::TokenStore::ReadDone& done, tp_status status,
          const task_host::TokenSet* tokens, std::uint64_t number) {
  done(status, tokens, number);
}
void Tell(const task_host::TokenStore::LeaseDone& done, tp_status status,
          const task_host::TokenSet*, std::uint64_t number) {
  done(status, number);
}
void Tell(const task_host::TokenStore::Done& done, tp_status status, const task_host::TokenSet*,
          std::uint64_t) {
  done(status);
}

}  // namespace

std::uint64_t JsTokens::Keep(AnyDone done) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ++last_;
    if (!ended_) {
      open_.emplace(last_, std::move(done));
      return last_;
    }
  }
  Cancel(done);
  return 0;
}

void JsTokens::Cancel(const AnyDone& any) {
  std::visit([](const auto& done) { Tell(done, TP_E_CANCELLED, nullptr, 0); }, any);
}

void JsTokens::Read(const std::string& connection_id, ReadDone done) {
  const std::uint64_t call = Keep(std::move(done));
  mailbox_->Post([call, connection_id](Napi::Env env, const Napi::Function& emit) {
    emit({Napi::String::New(env, "tokens"), Number(env, call), Napi::String::New(env, "read"),
          Napi::String::New(env, connection_id)});
  });
}

void JsTokens::BeginRefresh(const std::string& connection_id, std::uint64_t seen_generation,
                            LeaseDone done) {
  const std::uint64_t call = Keep(std::move(done));
  mailbox_->Post([=](Napi::Env env, const Napi::Function& emit) {
    emit({Napi::String::New(env, "tokens"), Number(env, call),
          Napi::String::New(env, "beginRefresh"), Napi::String::New(env, connection_id),
          Number(env, seen_generation)});
  });
}

void JsTokens::Commit(std::uint64_t lease, task_host::TokenSet tokens, Done done) {
  const std::uint64_t call = Keep(std::move(done));
  // A letter can be copied, a set of tokens cannot.
  const auto shared = std::make_shared<task_host::TokenSet>(std::move(tokens));
  mailbox_->Post([=](Napi::Env env, const Napi::Function& emit) {
    emit({Napi::String::New(env, "tokens"), Number(env, call), Napi::String::New(env, "commit"),
          Number(env, lease), TokensFor(env, *shared)});
  });
}

void JsTokens::Abandon(std::uint64_t lease, bool grant_is_dead, Done done) {
  const std::uint64_t call = Keep(std::move(done));
  mailbox_->Post([=](Napi::Env env, const Napi::Function& emit) {
    emit({Napi::String::New(env, "tokens"), Number(env, call), Napi::String::New(env, "abandon"),
          Number(env, lease), Napi::Boolean::New(env, grant_is_dead)});
  });
}

void JsTokens::Answer(std::uint64_t call, tp_status status, const task_host::TokenSet* tokens,
                      std::uint64_t number) {
  std::map<std::uint64_t, AnyDone>::node_type open;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    open = open_.extract(call);
  }
  if (open.empty()) return;
  std::visit([&](const auto& done) { Tell(done, status, tokens, number); }, open.mapped());
}

void JsTokens::EndAll() {
  std::map<std::uint64_t, AnyDone> open;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
    open.swap(open_);
  }
  for (const auto& [call, done] : open) Cancel(done);
}

}  // namespace task_node
