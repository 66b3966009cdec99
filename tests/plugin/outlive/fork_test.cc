// SPDX-License-Identifier: Apache-2.0
// Children of a process whose connection renews its tokens, at any moment of that.
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "zendesk_process.h"

using outlive::Access;
using outlive::ZendeskProcess;
using task_host::FileTokenStore;

namespace {

// A store in the folder for each process: what a child inherits has no thread.
class StoreOfProcess final : public task_host::TokenStore {
 public:
  explicit StoreOfProcess(std::string folder) : folder_(std::move(folder)) { Renew(); }
  // For a child that has just begun.
  void Renew() {
    static_cast<void>(std::exchange(store_, nullptr).release());
    store_ = std::make_unique<FileTokenStore>(folder_);
  }

  void Read(const std::string& id, ReadDone done) override { store_->Read(id, std::move(done)); }
  void BeginRefresh(const std::string& id, std::uint64_t seen, LeaseDone done) override {
    store_->BeginRefresh(id, seen, std::move(done));
  }
  void Commit(std::uint64_t lease, task_host::TokenSet tokens, Done done) override {
    store_->Commit(lease, std::move(tokens), std::move(done));
  }
  void Abandon(std::uint64_t lease, bool grant_is_dead, Done done) override {
    store_->Abandon(lease, grant_is_dead, std::move(done));
  }

 private:
  const std::string folder_;
  std::unique_ptr<FileTokenStore> store_;
};

}  // namespace

TEST_SUITE_BEGIN("fork");

TEST_CASE("a child that is made during a renewal works on, and so does its parent") {
  constexpr int kChildren = 6;
  for (const char* type : {outlive::kByCode, outlive::kBySecret}) {
    CAPTURE(type);
    ZendeskProcess zendesk("600");
    const Access access = zendesk.AccessOf(type);
    zendesk.Fault(R"({"path":"/oauth/tokens","times":0,"fault":"delay","ms":200})");
    const toy::TempDir dir;
    const auto store = std::make_shared<StoreOfProcess>((dir.path() / "tokens").string());
    outlive::Host host(std::make_shared<outlive::EagerStore>(store));
    const auto works = [](task_host::Connection& connection) {
      return connection.Execute(outlive::CreateTicket()).ok();
    };
    for (int i = 0; i < kChildren; ++i) {
      const auto connection = host.Open(access);
      const int before = zendesk.TokenRequests();
      std::vector<task_host::Operation> running = connection->Submit({outlive::CreateTicket()});
      while (zendesk.TokenRequests() == before) std::this_thread::yield();
      const pid_t child = fork();
      if (child == 0) {
        store->Renew();
        _exit(works(*connection) && works(*connection) ? 0 : 1);
      }
      CHECK(running.at(0).Wait().ok());
      CHECK(works(*connection));
      int status = 0;
      REQUIRE(waitpid(child, &status, 0) == child);
      CHECK(status == 0);
    }
    CHECK(zendesk.State("/oauth/renewals_refused") == 0);
  }
}

TEST_SUITE_END();
