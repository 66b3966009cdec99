// SPDX-License-Identifier: Apache-2.0
// A token store that is written in JavaScript.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <variant>

#include "host/token_store.h"
#include "node/src/mailbox.h"

namespace task_node {

// Each call becomes emit("tokens", number, method, ...), to be answered once with Answer...().
class JsTokens : public task_host::TokenStore {
 public:
  explicit JsTokens(std::shared_ptr<Mailbox> mailbox) : mailbox_(std::move(mailbox)) {}
  ~JsTokens() override { EndAll(); }

  void Read(const std::string& connection_id, ReadDone done) override;
  void BeginRefresh(const std::string& connection_id, std::uint64_t seen_generation,
                    LeaseDone done) override;
  void Commit(std::uint64_t lease, task_host::TokenSet tokens, Done done) override;
  void Abandon(std::uint64_t lease, bool grant_is_dead, Done done) override;

  // [JavaScript] The answer to a call; one that is not open is passed over. tokens may be NULL;
  // number is the generation or the lease.
  void Answer(std::uint64_t call, tp_status status, const task_host::TokenSet* tokens,
              std::uint64_t number);
  // Answers what is open, and what is asked for later, with TP_E_CANCELLED: nobody else will.
  void EndAll();

 private:
  using AnyDone = std::variant<ReadDone, LeaseDone, Done>;

  // The number of the call; any number when it is answered already.
  std::uint64_t Keep(AnyDone done);
  static void Cancel(const AnyDone& any);

  const std::shared_ptr<Mailbox> mailbox_;
  std::mutex mutex_;
  std::map<std::uint64_t, AnyDone> open_;
  std::uint64_t last_ = 0;
  bool ended_ = false;
};

}  // namespace task_node
