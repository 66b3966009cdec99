// SPDX-License-Identifier: Apache-2.0
// Calls tp.token-store/1 as a plugin would, and waits for the answers.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <future>
#include <memory>
#include <string>

#include "host/services.h"
#include "host/text.h"

namespace tokens {

// What a read() was told, with copies of the texts.
struct ReadAnswer {
  tp_status status = TP_E_UNKNOWN;
  std::uint64_t generation = 0;
  bool has_tokens = false;
  std::string access;
  std::string refresh;
  std::string scope;
  std::int64_t expires = 0;
};

struct LeaseAnswer {
  tp_status status = TP_E_UNKNOWN;
  std::uint64_t lease = 0;
};

inline task_host::TokenSet Set(const std::string& access, const std::string& refresh,
                               std::int64_t expires = 0) {
  task_host::TokenSet set;
  set.access_token = access;
  set.refresh_token = refresh;
  set.scope = "read write";
  set.expires_at_unix_ms = expires;
  return set;
}

// A plugin's half of one call. It must live until the answer is there: a second one, or one that
// comes too late, is a use of memory that ASan sees.
template <typename Answer>
class Call {
 public:
  void Tell(const Answer& answer) { promise_.set_value(answer); }  // throws when it is the second
  Answer Wait() { return future_.get(); }
  bool IsAnswered() const {
    return future_.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }

 private:
  std::promise<Answer> promise_;
  std::future<Answer> future_ = promise_.get_future();
};

inline void TP_CALL TellRead(void* user, tp_status status, const tp_token_set* tokens,
                             std::uint64_t generation) {
  ReadAnswer answer;
  answer.status = status;
  answer.generation = generation;
  answer.has_tokens = tokens != nullptr;
  if (tokens != nullptr) {
    answer.access = task_host::View(tokens->access_token);
    answer.refresh = task_host::View(tokens->refresh_token);
    answer.scope = task_host::View(tokens->scope);
    answer.expires = tokens->expires_at_unix_ms;
  }
  static_cast<Call<ReadAnswer>*>(user)->Tell(answer);
}

inline void TP_CALL TellLease(void* user, tp_status status, std::uint64_t lease) {
  static_cast<Call<LeaseAnswer>*>(user)->Tell({status, lease});
}

inline void TP_CALL TellDone(void* user, tp_status status) {
  static_cast<Call<tp_status>*>(user)->Tell(status);
}

// The service of a host, and its functions with answers instead of callbacks.
class Client {
 public:
  explicit Client(const task_host::HostServices& services)
      : ctx_(services.table().ctx),
        table_(static_cast<const tp_svc_tokens*>(
            services.table().get_service(ctx_, task_host::Borrow(TP_SVC_TOKENS)))) {
    REQUIRE(table_ != nullptr);
  }

  ReadAnswer Read(const std::string& id) {
    Call<ReadAnswer> call;
    table_->read(ctx_, task_host::Borrow(id), &TellRead, &call);
    return call.Wait();
  }
  LeaseAnswer Begin(const std::string& id, std::uint64_t seen) {
    Call<LeaseAnswer> call;
    Begin(id, seen, call);
    return call.Wait();
  }
  // Does not wait; the call must outlive the answer.
  void Begin(const std::string& id, std::uint64_t seen, Call<LeaseAnswer>& call) {
    table_->begin_refresh(ctx_, task_host::Borrow(id), seen, &TellLease, &call);
  }
  tp_status Commit(std::uint64_t lease, const task_host::TokenSet& set) {
    auto abi = task_host::Sized<tp_token_set>();
    abi.access_token = task_host::Borrow(set.access_token);
    abi.refresh_token = task_host::Borrow(set.refresh_token);
    abi.scope = task_host::Borrow(set.scope);
    abi.expires_at_unix_ms = set.expires_at_unix_ms;
    return Commit(lease, &abi);
  }
  tp_status Commit(std::uint64_t lease, const tp_token_set* set) {
    Call<tp_status> call;
    table_->commit(ctx_, lease, set, &TellDone, &call);
    return call.Wait();
  }
  tp_status Abandon(std::uint64_t lease, bool dead) {
    Call<tp_status> call;
    table_->abandon(ctx_, lease, dead ? 1 : 0, &TellDone, &call);
    return call.Wait();
  }

  tp_host_ctx* ctx() const { return ctx_; }
  const tp_svc_tokens& table() const { return *table_; }

 private:
  tp_host_ctx* ctx_;
  const tp_svc_tokens* table_;
};

}  // namespace tokens
