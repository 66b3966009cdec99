// SPDX-License-Identifier: Apache-2.0
// What a token store leaves on the disk, and what it refuses to take from there.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <set>

#include "host/connection_file_name.h"
#include "host/error.h"
#include "host/file.h"
#include "host/file_token_store.h"
#include "token_bench.h"
#include "toy_folder.h"

using task_host::ConnectionFileName;
using task_host::Error;
using task_host::FileTokenStore;
using toy::fs::path;

namespace {

struct Bench {
  explicit Bench(const path& folder)
      : store(std::make_shared<FileTokenStore>(
            folder, std::chrono::seconds(60),
            [this](std::int32_t level, std::string_view text, std::string_view) {
              log += std::string(task_host::LogLevelName(level)) + " " + std::string(text) + "\n";
            })),
        services("test", "1", TP_LOG_TRACE, task_host::LogSink(), store),
        client(services) {}

  void Store(const std::string& id, const std::string& access) {
    const tokens::LeaseAnswer lease = client.Begin(id, 0);
    REQUIRE(lease.status == TP_OK);
    REQUIRE(client.Commit(lease.lease, tokens::Set(access, "secret-refresh")) == TP_OK);
  }

  std::string log;  // written before the answer that the test waits for
  std::shared_ptr<FileTokenStore> store;
  task_host::HostServices services;
  tokens::Client client;
};

mode_t ModeOf(const path& file) {
  struct stat facts;
  REQUIRE(lstat(file.c_str(), &facts) == 0);
  return facts.st_mode & 07777;
}

}  // namespace

TEST_CASE("names of files are safe, and no two ids share one") {
  CHECK(ConnectionFileName("work-1_A") == "work-1_A");
  CHECK(ConnectionFileName("a/b.c") == "a%2Fb%2Ec");
  CHECK(ConnectionFileName("..") == "%2E%2E");
  CHECK(ConnectionFileName("caf\xC3\xA9") == "caf%C3%A9");
  CHECK(ConnectionFileName("100%2F") == "100%252F");
  std::set<std::string> names;
  for (const std::string& end : {std::string("x"), std::string("y"), std::string(5000, 'z')}) {
    for (const std::string& begin : {std::string(200, 'a'), std::string(180, '/')}) {
      const std::string name = ConnectionFileName(begin + end);
      CHECK(name.size() == 180);
      CHECK(name.find_first_of("./") == std::string::npos);
      CHECK(names.insert(name).second);
    }
  }
}

TEST_CASE("ids of any kind keep their tokens apart, in private files of one folder") {
  const toy::TempDir dir;
  const mode_t before = umask(0);
  Bench bench(dir.path() / "tokens");
  const std::vector<std::string> ids = {"c",
                                        "../c",
                                        "/etc/c",
                                        "a.lease",
                                        "a.json",
                                        "caf\xC3\xA9 \xE2\x98\x95",
                                        std::string(300, 'l'),
                                        std::string(299, 'l') + "m",
                                        std::string("nul\0in it", 9)};
  for (const std::string& id : ids) bench.Store(id, "access of " + id);
  umask(before);
  for (const std::string& id : ids) CHECK(bench.client.Read(id).access == "access of " + id);
  CHECK(ModeOf(dir.path() / "tokens") == 0700);
  std::size_t files = 0;
  for (const auto& file : toy::fs::directory_iterator(dir.path() / "tokens")) {
    CHECK(ModeOf(file.path()) == 0600);
    CHECK(file.is_regular_file());
    ++files;
  }
  CHECK(files == 2 * ids.size());
  CHECK(std::distance(toy::fs::directory_iterator(dir.path()), {}) == 1);
  for (const std::string& id : ids) CHECK(bench.store->Remove(id));
  CHECK(toy::fs::is_empty(dir.path() / "tokens"));
}

TEST_CASE("a file that somebody else could read or change, or that is damaged, is refused") {
  using Damage = std::function<void(const path& file)>;
  const auto text = [](const std::string& content) -> Damage {
    return [content](const path& file) {
      toy::WriteFile(file, content);
      toy::fs::permissions(file, toy::fs::perms::owner_read | toy::fs::perms::owner_write);
    };
  };
  const auto mode = [](mode_t bits) -> Damage {
    return [bits](const path& file) { REQUIRE(chmod(file.c_str(), bits) == 0); };
  };
  const auto replaced = [](const std::string& from, const std::string& to) -> Damage {
    return [from, to](const path& file) {
      std::string content = task_host::ReadFile(file);
      const std::size_t at = content.find(from);
      REQUIRE(at != std::string::npos);
      toy::WriteFile(file, content.replace(at, from.size(), to));
    };
  };
  const Damage link = [](const path& file) {
    toy::fs::rename(file, file.parent_path() / "elsewhere");
    toy::fs::create_symlink("elsewhere", file);
  };
  const Damage pipe = [](const path& file) {
    toy::fs::remove(file);
    REQUIRE(mkfifo(file.c_str(), 0600) == 0);
  };
  const std::pair<Damage, const char*> cases[] = {
      {mode(0640), "is open to other users; run: chmod 600 "},
      {mode(0602), "is open to other users; run: chmod 600 "},
      {mode(0604), "is open to other users; run: chmod 600 "},
      {link, "is no regular file"},
      {pipe, "is no regular file"},
      {text("{\"access_token\":\"secret-access\""), "not acceptable JSON"},
      {text(""), "the document is empty"},
      {text("[]"), "is no file of this version's token store"},
      {text("{}"), "is no file of this version's token store"},
      {replaced("\"generation\":1", "\"generation\":-1"), "is no file of this version's"},
      {replaced("\"version\":1", "\"version\":2"), "is no file of this version's"},
      {replaced("\"dead\":false", "\"dead\":0"), "is no file of this version's"},
      {replaced("\"refresh_token\":\"secret-refresh\"", "\"r\":1"), "is no file of this version's"},
      {replaced("\"connection\":\"c\"", "\"connection\":\"d\""),
       "holds the tokens of another connection"},
  };
  for (const auto& [damage, reason] : cases) {
    CAPTURE(reason);
    const toy::TempDir dir;
    Bench bench(dir.path() / "tokens");
    bench.Store("c", "secret-access");
    const path file = dir.path() / "tokens" / "c.json";
    damage(file);
    CHECK(bench.client.Read("c").status == TP_E_INTERNAL);
    CHECK(bench.client.Begin("c", 1).status == TP_E_INTERNAL);
    CAPTURE(bench.log);
    CHECK(bench.log.starts_with("error " + file.string() + ": "));
    CHECK(bench.log.find(reason) != std::string::npos);
    CHECK(bench.log.find("secret") == std::string::npos);
    CHECK_THROWS_AS(bench.store->Snapshot("c"), Error);
    CHECK(bench.store->Remove("c"));
    bench.Store("c", "new");
    CHECK(bench.client.Read("c").access == "new");
  }
}

TEST_CASE("a lease's file must be as private, and a damaged one is no obstacle") {
  const toy::TempDir dir;
  Bench bench(dir.path() / "tokens");
  bench.Store("c", "access");
  const path lease = dir.path() / "tokens" / "c.lease";
  toy::WriteFile(lease, "no number");
  CHECK(bench.client.Abandon(bench.client.Begin("c", 1).lease, false) == TP_OK);
  toy::WriteFile(lease, std::string(100, '9'));
  CHECK(bench.client.Abandon(bench.client.Begin("c", 1).lease, false) == TP_OK);
  REQUIRE(chmod(lease.c_str(), 0666) == 0);
  CHECK(bench.client.Begin("c", 1).status == TP_E_INTERNAL);
  toy::fs::remove(lease);
  toy::fs::create_symlink(dir.path() / "aim", lease);
  CHECK(bench.client.Begin("c", 1).status == TP_E_INTERNAL);
  CHECK_FALSE(toy::fs::exists(dir.path() / "aim"));
  CHECK(bench.store->Remove("c"));
  CHECK_FALSE(toy::fs::exists(toy::fs::symlink_status(lease)));
}

TEST_CASE("a folder that is not for this user alone is refused") {
  const toy::TempDir dir;
  const path folder = dir.path() / "tokens";
  toy::fs::create_directory(folder);
  for (const mode_t mode : {0750, 0701, 0777}) {
    REQUIRE(chmod(folder.c_str(), mode) == 0);
    CHECK_THROWS_WITH_AS(FileTokenStore{folder},
                         doctest::Contains("is open to other users; run: chmod 700 "), Error);
  }
  REQUIRE(chmod(folder.c_str(), 0700) == 0);
  CHECK_NOTHROW(FileTokenStore{folder});
  toy::WriteFile(dir.path() / "file", "");
  CHECK_THROWS_WITH_AS(FileTokenStore{dir.path() / "file"}, doctest::Contains("cannot be opened"),
                       Error);
  CHECK_THROWS_WITH_AS(FileTokenStore{dir.path() / "file" / "tokens"},
                       doctest::Contains("cannot be made"), Error);
}

TEST_CASE("files of another user are refused" * doctest::skip(geteuid() != 0)) {
  const toy::TempDir dir;
  Bench bench(dir.path() / "tokens");
  bench.Store("c", "access");
  REQUIRE(chown((dir.path() / "tokens" / "c.json").c_str(), 12345, 12345) == 0);
  CHECK(bench.client.Read("c").status == TP_E_INTERNAL);
  CHECK(bench.log.find("belongs to another user (uid 12345)") != std::string::npos);
  REQUIRE(chown((dir.path() / "tokens").c_str(), 12345, 12345) == 0);
  CHECK_THROWS_WITH_AS(FileTokenStore{dir.path() / "tokens"},
                       doctest::Contains("belongs to another user (uid 12345)"), Error);
}

TEST_CASE("a commit that cannot be written is answered, and the old tokens stay") {
  const toy::TempDir dir;
  Bench bench(dir.path() / "tokens");
  bench.Store("c", "access");
  const auto commit = [&](const std::string& access) {
    std::promise<tp_status> end;
    bench.store->Commit(bench.client.Begin("c", 1).lease, tokens::Set(access, "refresh"),
                        [&](tp_status status) { end.set_value(status); });
    return end.get_future().get();
  };
  CHECK(commit(std::string(task_host::kMaxJsonBytes, 'x')) == TP_E_INTERNAL);
  CHECK(bench.log.find("c.json: longer than 16777216 bytes") != std::string::npos);
  // As a full disk does, this stops in the middle of a file.
  rlimit before;
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit little = {100, before.rlim_max};
  REQUIRE(setrlimit(RLIMIT_FSIZE, &little) == 0);
  const tp_status end = commit("access-2");
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  CHECK(end == TP_E_INTERNAL);
  CHECK(bench.log.find("c.json: cannot be written: File too large") != std::string::npos);
  CHECK(bench.client.Read("c").access == "access");
  CHECK(std::distance(toy::fs::directory_iterator(dir.path() / "tokens"), {}) == 2);
  CHECK(commit("access-2") == TP_OK);
}
