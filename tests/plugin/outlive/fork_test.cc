// SPDX-License-Identifier: Apache-2.0
// Children of a process whose connection renews its tokens, at any moment of that.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
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

TEST_CASE("a child and its parent both work on, with tokens that both renew") {
  constexpr int kChildren = 12;
  for (const char* type : {outlive::kByCode, outlive::kBySecret}) {
    CAPTURE(type);
    ZendeskProcess zendesk("2");
    const toy::TempDir dir;
    const auto store = std::make_shared<StoreOfProcess>((dir.path() / "tokens").string());
    outlive::Host host(store);
    const auto connection = host.Open(zendesk.AccessOf(type));
    const auto works = [&] {
      const task_host::Result result = connection->Execute(outlive::CreateTicket());
      if (!result.ok()) fprintf(stderr, "%s\n", result.error_message.c_str());
      return result.ok();
    };
    std::atomic<bool> goes_on = true;
    std::atomic<int> failures = 0;
    std::thread busy([&] {
      while (goes_on) failures += works() ? 0 : 1;
    });
    for (int i = 0; i < kChildren; ++i) {
      const pid_t child = fork();
      if (child == 0) {
        store->Renew();
        // Two lifetimes' worth of renewals, of which the parent makes its share.
        bool good = true;
        for (int task = 0; task < 40 && good; ++task) good = works();
        _exit(good ? 0 : 1);
      }
      int status = 0;
      REQUIRE(waitpid(child, &status, 0) == child);
      CHECK(status == 0);
      failures += works() ? 0 : 1;
    }
    goes_on = false;
    busy.join();
    CHECK(failures == 0);
    CHECK(zendesk.State("/oauth/renewals_refused") == 0);
  }
}

TEST_SUITE_END();
