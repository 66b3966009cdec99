// SPDX-License-Identifier: Apache-2.0
// One connection in the hands of many threads and processes, with tokens that live two seconds.
#include <list>

#include "zendesk_process.h"

using outlive::Access;
using outlive::kByCode;
using outlive::kBySecret;
using outlive::ZendeskProcess;
using task_host::FileTokenStore;
using tokens::WorkerProcess;

namespace {

constexpr const char* kLifetime = "2";

// Each renewal is there for a reason, comes after the other, and is made with a token that lives.
void CheckRenewals(ZendeskProcess& zendesk, FileTokenStore& store, const std::string& type) {
  const auto stored = store.Snapshot(outlive::kConnectionId);
  REQUIRE(stored.has_value());
  const auto generation = static_cast<std::int64_t>(stored->generation);
  CHECK(zendesk.State("/oauth/largest_renewals_in_flight") == 1);
  CHECK(zendesk.State("/oauth/renewals_refused") == 0);
  CHECK(!stored->grant_is_dead);
  const int sign_ins = type == kByCode ? 1 : 0;
  CHECK(zendesk.TokenRequests() == generation + sign_ins);
  if (type == kByCode) CHECK(zendesk.State("/oauth/renewals") == generation);
  MESSAGE(type, ": ", generation, " renewals, ", zendesk.State("/commits"), " stored writes");
}

}  // namespace

TEST_SUITE_BEGIN("threads");

TEST_CASE("eight threads of one process outlive their tokens") {
  for (const char* type : {kByCode, kBySecret}) {
    CAPTURE(type);
    ZendeskProcess zendesk(kLifetime);
    const toy::TempDir dir;
    const auto store = std::make_shared<FileTokenStore>(dir.path() / "tokens");
    for (const std::string& failure : outlive::Work(zendesk.AccessOf(type), store, 8, 500, 4)) {
      FAIL_CHECK(failure);
    }
    CheckRenewals(zendesk, *store, type);
  }
}

TEST_SUITE_END();
TEST_SUITE_BEGIN("processes");

TEST_CASE("eight threads in each of four processes outlive their tokens, in 2,000 tasks and more") {
  for (const char* type : {kByCode, kBySecret}) {
    CAPTURE(type);
    ZendeskProcess zendesk(kLifetime);
    const toy::TempDir dir;
    const std::string folder = (dir.path() / "tokens").string();
    const Access access = zendesk.AccessOf(type);
    std::list<WorkerProcess> workers;
    for (int i = 0; i < 4; ++i) {
      workers.emplace_back(
          std::vector<std::string>{"work", access.url, type, folder, "8", "500", "6"});
      workers.back().Say(access.credentials);
    }
    for (WorkerProcess& worker : workers) {
      for (std::string line; !(line = worker.ReadLine()).empty();) FAIL_CHECK(line);
      CHECK(worker.Wait() == 0);
    }
    CHECK(zendesk.State("/commits") >= 2000);
    FileTokenStore store(folder);
    CheckRenewals(zendesk, store, type);
  }
}

TEST_SUITE_END();
