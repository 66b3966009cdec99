// SPDX-License-Identifier: Apache-2.0
// From C to a TokenStore and back.
#include "host/token_service.h"

#include <atomic>
#include <memory>
#include <string>

#include "host/services.h"
#include "host/text.h"
#include "host/token_store.h"

namespace task_host {
namespace {

// The plugin's done with its user. Calls it exactly once: with what it is told first, else, when
// nobody is left who could tell it, with TP_E_INTERNAL.
template <typename... Values>
class Reply {
 public:
  using Function = void(TP_CALL*)(void* user, tp_status status, Values... values);

  Reply(Function done, void* user) : done_(done), user_(user) {}
  ~Reply() { Send(TP_E_INTERNAL, Values{}...); }
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;

  void Send(tp_status status, Values... values) noexcept {
    if (!sent_.exchange(true)) done_(user_, status, values...);
  }

 private:
  Function done_;
  void* user_;
  std::atomic<bool> sent_ = false;
};

using ReadReply = Reply<const tp_token_set*, std::uint64_t>;
using LeaseReply = Reply<std::uint64_t>;
using DoneReply = Reply<>;

// Runs body with a reply to keep. When there is no memory for one, or body throws before it has
// handed the reply on, the plugin is told so; nothing may cross the border.
template <typename ReplyType, typename Body>
void Answering(tp_host_ctx* ctx, typename ReplyType::Function done, void* user,
               const Body& body) noexcept {
  HostServices& services = HostServices::Of(ctx);
  std::shared_ptr<ReplyType> reply;
  try {
    if (done == nullptr) {
      services.ReportPluginBug("a function of the token store was called without done()");
      return;
    }
    reply = std::make_shared<ReplyType>(done, user);
  } catch (...) {
    if (done != nullptr) ReplyType(done, user);
    return;
  }
  try {
    body(services, reply);
  } catch (...) {  // the end of the last reply answers
  }
}

bool IsConnectionId(tp_str id) {
  return !View(id).empty() && IsUtf8(View(id));
}

// What the plugin wants to store is acceptable, or why not.
tp_status StatusOf(const tp_token_set* tokens) {
  if (tokens == nullptr || !TP_HAS(tokens, tp_token_set, issued_at_unix_ms)) {
    return TP_E_INVALID_ARGUMENT;
  }
  if ((tokens->flags & TP_FLAGS_MUST_UNDERSTAND) != 0) return TP_E_NOT_IMPLEMENTED;
  if (View(tokens->access_token).empty()) return TP_E_INVALID_ARGUMENT;
  for (const tp_str text : {tokens->access_token, tokens->refresh_token, tokens->scope}) {
    if (!IsUtf8(View(text))) return TP_E_INVALID_ARGUMENT;
  }
  return TP_OK;
}

void SendTokens(ReadReply& reply, SecretMask& mask, tp_status status, const TokenSet* tokens,
                std::uint64_t generation) {
  if (status != TP_OK || tokens == nullptr) {
    reply.Send(status == TP_OK ? TP_E_INTERNAL : status, nullptr, generation);
    return;
  }
  mask.Add(tokens->access_token);
  mask.Add(tokens->refresh_token);
  auto abi = Sized<tp_token_set>();
  abi.access_token = Borrow(tokens->access_token);
  abi.refresh_token = Borrow(tokens->refresh_token);
  abi.scope = Borrow(tokens->scope);
  abi.expires_at_unix_ms = tokens->expires_at_unix_ms;
  abi.issued_at_unix_ms = tokens->issued_at_unix_ms;
  reply.Send(TP_OK, &abi, generation);
}

void TP_CALL Read(tp_host_ctx* ctx, tp_str connection_id, tp_token_read_fn done, void* user) {
  Answering<ReadReply>(ctx, done, user, [&](HostServices& services, const auto& reply) {
    if (!IsConnectionId(connection_id)) return reply->Send(TP_E_INVALID_ARGUMENT, nullptr, 0);
    services.token_store()->Read(
        std::string(View(connection_id)),
        [reply, mask = services.mask()](tp_status status, const TokenSet* tokens,
                                        std::uint64_t generation) {
          SendTokens(*reply, *mask, status, tokens, generation);
        });
  });
}

void TP_CALL BeginRefresh(tp_host_ctx* ctx, tp_str connection_id, std::uint64_t seen_generation,
                          tp_token_lease_fn done, void* user) {
  Answering<LeaseReply>(ctx, done, user, [&](HostServices& services, const auto& reply) {
    if (!IsConnectionId(connection_id)) return reply->Send(TP_E_INVALID_ARGUMENT, 0);
    services.token_store()->BeginRefresh(
        std::string(View(connection_id)), seen_generation,
        [reply](tp_status status, std::uint64_t lease) { reply->Send(status, lease); });
  });
}

void TP_CALL Commit(tp_host_ctx* ctx, std::uint64_t lease, const tp_token_set* tokens,
                    tp_token_done_fn done, void* user) {
  Answering<DoneReply>(ctx, done, user, [&](HostServices& services, const auto& reply) {
    const tp_status status = StatusOf(tokens);
    if (status != TP_OK) return reply->Send(status);
    TokenSet copy;
    copy.access_token = View(tokens->access_token);
    copy.refresh_token = View(tokens->refresh_token);
    copy.scope = View(tokens->scope);
    copy.expires_at_unix_ms = tokens->expires_at_unix_ms;
    copy.issued_at_unix_ms = tokens->issued_at_unix_ms;
    services.Redact(copy.access_token);
    services.Redact(copy.refresh_token);
    services.token_store()->Commit(lease, std::move(copy),
                                   [reply](tp_status end) { reply->Send(end); });
  });
}

void TP_CALL Abandon(tp_host_ctx* ctx, std::uint64_t lease, std::int32_t grant_is_dead,
                     tp_token_done_fn done, void* user) {
  Answering<DoneReply>(ctx, done, user, [&](HostServices& services, const auto& reply) {
    services.token_store()->Abandon(lease, grant_is_dead != 0,
                                    [reply](tp_status end) { reply->Send(end); });
  });
}

}  // namespace

const tp_svc_tokens& TokenService() {
  static constexpr tp_svc_tokens kTable = {sizeof(tp_svc_tokens), 0,       &Read,
                                           &BeginRefresh,         &Commit, &Abandon};
  return kTable;
}

}  // namespace task_host
