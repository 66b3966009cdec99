// SPDX-License-Identifier: Apache-2.0
// tp.token-store/1 between a plugin and whatever store a host has.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <vector>

#include "host/error.h"
#include "host/instance.h"
#include "token_bench.h"
#include "toy_folder.h"

using task_host::Borrow;
using task_host::HostServices;
using task_host::TokenSet;
using task_host::TokenStore;
using tokens::Call;
using tokens::Client;

namespace {

// A store that keeps what it is asked, for the test to answer.
class Recorder : public TokenStore {
 public:
  void Read(const std::string& id, ReadDone done) override {
    calls.push_back("read " + id);
    if (fails) throw std::runtime_error("no store");
    read = std::move(done);
  }
  void BeginRefresh(const std::string& id, std::uint64_t seen, LeaseDone done) override {
    calls.push_back("begin " + id + " " + std::to_string(seen));
    begin = std::move(done);
  }
  void Commit(std::uint64_t lease, TokenSet set, Done done) override {
    calls.push_back("commit " + std::to_string(lease) + " " + set.access_token + " " +
                    set.refresh_token + " " + set.scope + " " +
                    std::to_string(set.issued_at_unix_ms) + " to " +
                    std::to_string(set.expires_at_unix_ms));
    end = std::move(done);
  }
  void Abandon(std::uint64_t lease, bool dead, Done done) override {
    calls.push_back("abandon " + std::to_string(lease) + (dead ? " dead" : " alive"));
    end = std::move(done);
  }

  bool fails = false;
  std::vector<std::string> calls;
  ReadDone read;
  LeaseDone begin;
  Done end;
};

struct Bench {
  std::shared_ptr<Recorder> store = std::make_shared<Recorder>();
  std::string log;
  std::unique_ptr<HostServices> services = std::make_unique<HostServices>(
      "test", "1", TP_LOG_TRACE,
      [this](std::int32_t, std::string_view text, std::string_view) { log += text; }, store);
  Client client{*services};
};

bool IsOffered(const HostServices& services) {
  const std::vector<std::string> ids = services.Offered();
  return std::find(ids.begin(), ids.end(), TP_SVC_TOKENS) != ids.end();
}

}  // namespace

TEST_CASE("the service is offered by a host with a store, and by no other") {
  const Bench bench;
  CHECK(IsOffered(*bench.services));
  CHECK(bench.client.table().struct_size == sizeof(tp_svc_tokens));
  const tp_host& host = bench.services->table();
  CHECK(host.get_service(host.ctx, Borrow(TP_SVC_TOKENS)) == &bench.client.table());
  const HostServices without("test", "1", TP_LOG_INFO, {});
  CHECK_FALSE(IsOffered(without));
  const tp_host& other = without.table();
  CHECK(other.get_service(other.ctx, Borrow(TP_SVC_TOKENS)) == nullptr);
}

TEST_CASE("a plugin that requires a service gets an object from a host that offers it") {
  const auto create = [](const char* service, std::shared_ptr<TokenStore> store) {
    const toy::TempDir dir;
    const auto folder = toy::Install(
        dir.path(), toy::fs::path(TOY_LIBRARIES) / "good.so", [service](task_host::Json& manifest) {
          manifest.Set("requires",
                       task_host::Json::Parse("{\"services\":[\"" + std::string(service) + "\"]}"));
        });
    const auto plugin = task_host::Plugin::Load(task_host::LoadManifest(folder));
    const auto services = std::make_shared<HostServices>("test", "1", TP_LOG_INFO,
                                                         task_host::LogSink(), std::move(store));
    task_host::PluginInstance::Create(plugin, services, "{}");
  };
  CHECK_NOTHROW(create(TP_SVC_LOG, nullptr));
  CHECK_NOTHROW(create(TP_SVC_BLOB, nullptr));
  CHECK_NOTHROW(create(TP_SVC_TOKENS, std::make_shared<Recorder>()));
  for (const char* service : {TP_SVC_TOKENS, "tp.http/1"}) {
    const std::string expected =
        "the plugin requires the service " + std::string(service) + ", which is not offered";
    CHECK_THROWS_WITH_AS(create(service, nullptr), doctest::Contains(expected.c_str()),
                         task_host::Error);
  }
}

TEST_CASE("questions and answers arrive whole") {
  Bench bench;
  Call<tokens::ReadAnswer> read;
  bench.client.table().read(bench.client.ctx(), Borrow("c/1"), &tokens::TellRead, &read);
  const TokenSet set = tokens::Set("access-1", "refresh-1", 77);
  bench.store->read(TP_OK, &set, 5);
  const tokens::ReadAnswer answer = read.Wait();
  CHECK(answer.status == TP_OK);
  CHECK(answer.generation == 5);
  CHECK(answer.access == "access-1");
  CHECK(answer.refresh == "refresh-1");
  CHECK(answer.scope == "read write");
  CHECK(answer.expires == 77);

  Call<tokens::LeaseAnswer> begin;
  bench.client.Begin("c/1", 5, begin);
  bench.store->begin(TP_OK, 9);
  CHECK(begin.Wait().lease == 9);

  auto abi = task_host::Sized<tp_token_set>();
  abi.access_token = Borrow("access-2");
  abi.scope = Borrow("read");
  abi.expires_at_unix_ms = 88;
  abi.issued_at_unix_ms = 80;
  Call<tp_status> commit;
  bench.client.table().commit(bench.client.ctx(), 9, &abi, &tokens::TellDone, &commit);
  bench.store->end(TP_E_CONFLICT);
  CHECK(commit.Wait() == TP_E_CONFLICT);
  Call<tp_status> abandon;
  bench.client.table().abandon(bench.client.ctx(), 9, 2, &tokens::TellDone, &abandon);
  bench.store->end(TP_OK);
  CHECK(abandon.Wait() == TP_OK);
  CHECK(bench.store->calls == std::vector<std::string>{"read c/1", "begin c/1 5",
                                                       "commit 9 access-2  read 80 to 88",
                                                       "abandon 9 dead"});
  CHECK(bench.services->plugin_bugs() == 0);
}

TEST_CASE("a status without tokens brings none, a success without tokens is none") {
  Bench bench;
  const TokenSet set = tokens::Set("access", "refresh");
  const std::pair<tp_status, tp_status> cases[] = {{TP_E_UNAUTHENTICATED, TP_E_UNAUTHENTICATED},
                                                   {TP_OK, TP_E_INTERNAL}};
  for (const auto& [told, expected] : cases) {
    Call<tokens::ReadAnswer> read;
    bench.client.table().read(bench.client.ctx(), Borrow("c"), &tokens::TellRead, &read);
    bench.store->read(told, told == TP_OK ? nullptr : &set, 3);
    const tokens::ReadAnswer answer = read.Wait();
    CHECK(answer.status == expected);
    CHECK(answer.generation == 3);
    CHECK_FALSE(answer.has_tokens);
  }
}

TEST_CASE("what the interface forbids does not reach the store") {
  Bench bench;
  CHECK(bench.client.Read("caf\xE9").status == TP_E_INVALID_ARGUMENT);
  CHECK(bench.client.Read("").status == TP_E_INVALID_ARGUMENT);
  CHECK(bench.client.Begin("caf\xE9", 0).status == TP_E_INVALID_ARGUMENT);
  CHECK(bench.client.Commit(1, tokens::Set("", "refresh")) == TP_E_INVALID_ARGUMENT);
  CHECK(bench.client.Commit(1, tokens::Set("access", "\xFF")) == TP_E_INVALID_ARGUMENT);
  CHECK(bench.client.Commit(1, nullptr) == TP_E_INVALID_ARGUMENT);
  auto abi = task_host::Sized<tp_token_set>();
  abi.access_token = Borrow("access");
  abi.flags = 0x00010000;
  CHECK(bench.client.Commit(1, &abi) == TP_E_NOT_IMPLEMENTED);
  abi.flags = 0;
  abi.struct_size = 16;
  CHECK(bench.client.Commit(1, &abi) == TP_E_INVALID_ARGUMENT);
  bench.client.table().read(bench.client.ctx(), Borrow("c"), nullptr, nullptr);
  CHECK(bench.services->plugin_bugs() == 1);
  CHECK(bench.store->calls.empty());
}

TEST_CASE("a store that fails, forgets or repeats itself answers once") {
  Bench bench;
  bench.store->fails = true;
  CHECK(bench.client.Read("c").status == TP_E_INTERNAL);

  Call<tokens::LeaseAnswer> forgotten;
  bench.client.Begin("c", 0, forgotten);
  CHECK_FALSE(forgotten.IsAnswered());
  bench.store->begin = {};
  CHECK(forgotten.Wait().status == TP_E_INTERNAL);

  Call<tokens::LeaseAnswer> repeated;
  bench.client.Begin("c", 0, repeated);
  bench.store->begin(TP_OK, 1);
  bench.store->begin(TP_E_CONFLICT, 0);
  CHECK(repeated.Wait().lease == 1);
}

TEST_CASE("tokens that are read or stored are masked in the log") {
  Bench bench;
  Call<tokens::ReadAnswer> read;
  bench.client.table().read(bench.client.ctx(), Borrow("c"), &tokens::TellRead, &read);
  const TokenSet set = tokens::Set("read-access", "read-refresh");
  bench.store->read(TP_OK, &set, 1);
  auto abi = task_host::Sized<tp_token_set>();
  abi.access_token = Borrow("new-access");
  abi.refresh_token = Borrow("new-refresh");
  Call<tp_status> commit;
  bench.client.table().commit(bench.client.ctx(), 1, &abi, &tokens::TellDone, &commit);
  bench.store->end(TP_OK);
  bench.services->Log(TP_LOG_INFO, "read-access read-refresh new-access new-refresh");
  CHECK(bench.log == "*** *** *** ***");
}

TEST_CASE("answers that come after the host's services are gone still reach the plugin") {
  Bench bench;
  Call<tokens::ReadAnswer> read;
  Call<tokens::LeaseAnswer> begin;
  bench.client.table().read(bench.client.ctx(), Borrow("c"), &tokens::TellRead, &read);
  bench.client.Begin("c", 0, begin);
  bench.services.reset();
  const TokenSet set = tokens::Set("access", "refresh");
  bench.store->read(TP_OK, &set, 1);
  CHECK(read.Wait().access == "access");
  CHECK_FALSE(begin.IsAnswered());
  bench.store.reset();  // the last one who could answer
  CHECK(begin.Wait().status == TP_E_INTERNAL);
}
