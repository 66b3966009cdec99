// SPDX-License-Identifier: Apache-2.0
// Processes that are killed while they renew. What they leave behind works, or is dead for sure.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "tests/host/token_bench.h"
#include "zendesk_process.h"

using outlive::Access;
using outlive::kByCode;
using outlive::kBySecret;
using outlive::ZendeskProcess;
using task_host::FileTokenStore;
using tokens::WorkerProcess;

namespace {

// 200 in the long run, 25 every day.
int Kills() {
  const char* const kills = std::getenv("OUTLIVE_KILLS");
  return kills == nullptr ? 25 : std::atoi(kills);
}

// Up to 64 ms, the short times more often: a renewal takes some 10 ms.
std::chrono::microseconds SomeTime(std::mt19937& random) {
  return std::chrono::microseconds(1 << std::uniform_int_distribution<int>(0, 15)(random)) +
         std::chrono::microseconds(random() % 32768);
}

// The connection in this process, which renews each time that it is opened.
class Survivor {
 public:
  Survivor(Access access, const std::string& folder)
      : access_(std::move(access)),
        store_(std::make_shared<FileTokenStore>(folder)),
        host_(std::make_shared<outlive::EagerStore>(store_)),
        direct_("test", "1", TP_LOG_ERROR, {}, store_),
        client_(direct_) {}

  tokens::ReadAnswer Stored() { return client_.Read(outlive::kConnectionId); }
  task_host::Result Renew() { return host_.Open(access_)->Execute(outlive::CreateTicket()); }
  // A person signs in again.
  void SignIn(const std::string& refresh_token) {
    const auto lease = client_.Begin(outlive::kConnectionId, Stored().generation);
    REQUIRE(lease.status == TP_OK);
    REQUIRE(client_.Commit(lease.lease, tokens::Set("unused", refresh_token, 1)) == TP_OK);
  }

 private:
  const Access access_;
  const std::shared_ptr<FileTokenStore> store_;
  outlive::Host host_;
  task_host::HostServices direct_;
  tokens::Client client_;
};

struct Count {
  int killed = 0;
  int dead = 0;
  int renewed = 0;  // by those that were killed
};

Count KillAndRenew(ZendeskProcess& zendesk, const std::string& type, int kills) {
  std::mt19937 random(20270430);
  const toy::TempDir dir;
  const std::string folder = (dir.path() / "tokens").string();
  const Access access = zendesk.AccessOf(type);
  Survivor survivor(access, folder);
  Count count;
  for (; count.killed < kills; ++count.killed) {
    WorkerProcess worker({"renew", access.url, type, folder});
    worker.Say(access.credentials);
    // From its first renewal on, so that the time is one of renewals and not of its start.
    CHECK(worker.ReadLine() == "renewed");
    worker.ReadFor(SomeTime(random));
    worker.Signal(SIGKILL);
    CHECK(worker.Wait() == 1000 + SIGKILL);
    for (++count.renewed; worker.ReadLine() == "renewed";) ++count.renewed;

    const tokens::ReadAnswer stored = survivor.Stored();
    REQUIRE(stored.status == TP_OK);
    const task_host::Result result = survivor.Renew();
    if (result.ok()) continue;
    ++count.dead;
    CHECK(result.error_code == "zendesk.sign_in_again");
    CHECK(survivor.Stored().status == TP_E_UNAUTHENTICATED);
    REQUIRE(!zendesk.Renews(stored.refresh));
    survivor.SignIn(zendesk.SignIn("refresh_token"));
    CHECK(survivor.Renew().ok());
  }
  MESSAGE(type, ": killed ", count.killed, " after ", count.renewed, " renewals, of which ",
          count.dead, " left a dead pair");
  return count;
}

}  // namespace

TEST_SUITE_BEGIN("kills");

TEST_CASE("a process that is killed while it renews leaves a connection that works, or is dead") {
  ZendeskProcess zendesk("600");
  // For so long Zendesk has renewed, and nobody knows: the time in which a kill does harm.
  zendesk.Fault(R"({"path":"/oauth/tokens","times":0,"fault":"delay","ms":5})");
  const Count count = KillAndRenew(zendesk, kByCode, Kills());
  CHECK(count.dead < count.killed);
  // Without any, the kills would have missed what they are for.
  CHECK(count.dead > 0);
}

TEST_CASE("with client credentials nothing is lost, whenever a process is killed") {
  ZendeskProcess zendesk("600");
  zendesk.Fault(R"({"path":"/oauth/tokens","times":0,"fault":"delay","ms":5})");
  CHECK(KillAndRenew(zendesk, kBySecret, Kills()).dead == 0);
}

TEST_SUITE_END();
