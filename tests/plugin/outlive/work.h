// SPDX-License-Identifier: Apache-2.0
// A host with a token store in files, whose tasks go on until the tokens were renewed often enough.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host/connection.h"
#include "host/file_token_store.h"
#include "host/instance.h"
#include "host/manifest.h"
#include "host/plugin.h"
#include "host/services.h"

namespace outlive {

inline constexpr const char* kConnectionId = "shared";
inline constexpr const char* kByCode = "oauth_authorization_code";
inline constexpr const char* kBySecret = "oauth_client_credentials";

// Says of all tokens that they have ended, so that whoever opens a connection renews at once.
class EagerStore final : public task_host::TokenStore {
 public:
  explicit EagerStore(std::shared_ptr<task_host::TokenStore> store) : store_(std::move(store)) {}

  void Read(const std::string& connection_id, ReadDone done) override {
    store_->Read(connection_id,
                 [done = std::move(done)](tp_status status, const task_host::TokenSet* tokens,
                                          std::uint64_t generation) {
                   if (tokens == nullptr) return done(status, nullptr, generation);
                   task_host::TokenSet ended;
                   ended.access_token = tokens->access_token;
                   ended.refresh_token = tokens->refresh_token;
                   ended.scope = tokens->scope;
                   ended.issued_at_unix_ms = 1;
                   ended.expires_at_unix_ms = 2;
                   done(status, &ended, generation);
                 });
  }
  void BeginRefresh(const std::string& connection_id, std::uint64_t seen, LeaseDone done) override {
    store_->BeginRefresh(connection_id, seen, std::move(done));
  }
  void Commit(std::uint64_t lease, task_host::TokenSet tokens, Done done) override {
    store_->Commit(lease, std::move(tokens), std::move(done));
  }
  void Abandon(std::uint64_t lease, bool grant_is_dead, Done done) override {
    store_->Abandon(lease, grant_is_dead, std::move(done));
  }

 private:
  const std::shared_ptr<task_host::TokenStore> store_;
};

// Where the account is, and what the connection to it holds.
struct Access {
  std::string url;
  std::string type;
  std::string credentials;  // JSON
};

inline task_host::TaskRequest CreateTicket() {
  task_host::TaskRequest request;
  request.task_type = "zendesk.create_ticket";
  request.input_json = R"({"comment_body":"Help me."})";
  return request;
}

class Host {
 public:
  explicit Host(std::shared_ptr<task_host::TokenStore> store, std::int32_t level = TP_LOG_ERROR,
                task_host::LogSink sink = {})
      : services_(std::make_shared<task_host::HostServices>("outlive", "1", level, std::move(sink),
                                                            std::move(store))),
        instance_(task_host::PluginInstance::Create(
            task_host::Plugin::Load(task_host::LoadManifest(ZENDESK_PLUGIN)), services_, "{}")) {}

  std::shared_ptr<task_host::Connection> Open(const Access& access) {
    task_host::ConnectionSpec spec;
    spec.type = access.type;
    spec.id = kConnectionId;
    spec.settings_json = R"({"subdomain":"acme","base_url":")" + access.url + "\"}";
    spec.credentials_json = access.credentials;
    return task_host::Connection::Open(instance_, spec);
  }
  const task_host::HostServices& services() const { return *services_; }

 private:
  std::shared_ptr<task_host::HostServices> services_;
  std::shared_ptr<task_host::PluginInstance> instance_;
};

// Runs tasks on one connection until there were so many and the store has that generation. What
// went wrong.
inline std::vector<std::string> Work(const Access& access,
                                     const std::shared_ptr<task_host::FileTokenStore>& store,
                                     int threads, int tasks, std::uint64_t generations) {
  Host host(store);
  const auto connection = host.Open(access);
  std::vector<std::string> failures;
  std::mutex mutex;
  std::atomic<int> begun = 0;
  const auto renewed_enough = [&] {
    const auto stored = store->Snapshot(kConnectionId);
    return stored && stored->generation >= generations;
  };
  const auto work = [&] {
    while (begun.fetch_add(1) < tasks || !renewed_enough()) {
      const task_host::Result result = connection->Execute(CreateTicket());
      if (result.ok()) continue;
      const std::lock_guard lock(mutex);
      failures.push_back(result.error_code + ": " + result.error_message);
      if (failures.size() > 20) return;
    }
  };
  std::vector<std::thread> all;
  for (int i = 0; i < threads; ++i) all.emplace_back(work);
  for (std::thread& thread : all) thread.join();
  return failures;
}

}  // namespace outlive
