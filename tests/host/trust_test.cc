// SPDX-License-Identifier: Apache-2.0
// Files that somebody else can change are refused.
#include <doctest/doctest.h>
#include <unistd.h>

#include "host/error.h"
#include "host/plugin.h"
#include "places.h"

using places::Discover;
using places::EntryOf;
using places::Holds;
using places::kGood;
using task_host::Error;
using task_host::PluginEntry;
using task_host::PluginRegistry;

TEST_CASE("a plugin that every user can change is broken") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), kGood);
  toy::fs::permissions(folder, toy::fs::perms::all);
  CHECK_THROWS_WITH_AS(Discover({dir.path().string()}).FindPlugin("toy"),
                       doctest::Contains("every user can write to it"), Error);
}

TEST_CASE("files and folders that every user can write to are refused, at listing and at loading") {
  const char* parts[] = {"plugin.json",     "libtoy.so", "tasks", "tasks/any.json",
                         "locales/fr.json", ".",         ".."};
  for (const char* part : parts) {
    const toy::TempDir dir;
    const auto folder = toy::Install(dir.path(), kGood);
    const auto manifest = task_host::LoadManifest(folder);
    CHECK_NOTHROW(task_host::Plugin::Load(manifest));
    const toy::fs::path open = toy::fs::canonical(folder / part);
    CAPTURE(part);
    toy::fs::permissions(open, toy::fs::perms::group_write, toy::fs::perm_options::add);
    CHECK(Discover({dir.path().string()}).FindPlugin("toy").folder == folder);
    toy::fs::permissions(open, toy::fs::perms::others_write, toy::fs::perm_options::add);
    const PluginRegistry registry = Discover({dir.path().string()});
    const PluginEntry& entry = EntryOf(registry, "toy", "1.0.0");
    CHECK(entry.state == PluginEntry::State::kBroken);
    CAPTURE(entry.reason.InEnglish());
    CHECK(Holds(entry.reason.InEnglish(), open.string() + ": every user can write to it"));
    const bool holds_library = part == std::string("libtoy.so") || part[0] == '.';
    if (holds_library) CHECK_THROWS_AS(task_host::Plugin::Load(manifest), Error);
    if (!toy::fs::is_directory(open)) continue;
    // With the sticky bit nobody can replace what belongs to somebody else.
    toy::fs::permissions(open, toy::fs::perms::sticky_bit, toy::fs::perm_options::add);
    CHECK(Discover({dir.path().string()}).FindPlugin("toy").folder == folder);
  }
}

TEST_CASE("a link leads to folders that must be trusted, too") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path() / "open", kGood);
  toy::fs::create_directory(dir.path() / "good");
  toy::fs::create_directory_symlink(folder.parent_path(), dir.path() / "good" / "toy");
  const std::string place = (dir.path() / "good").string();
  CHECK(Discover({place}).FindPlugin("toy").manifest->id == "toy");
  toy::fs::permissions(dir.path() / "open", toy::fs::perms::all);
  CHECK_THROWS_WITH_AS(Discover({place}).FindPlugin("toy"),
                       doctest::Contains("every user can write to it"), Error);
}

TEST_CASE("files of another user are refused" * doctest::skip(geteuid() != 0)) {
  for (const char* part : {"plugin.json", "libtoy.so", ".", ".."}) {
    const toy::TempDir dir;
    const auto folder = toy::Install(dir.path(), kGood);
    const auto manifest = task_host::LoadManifest(folder);
    const toy::fs::path foreign = toy::fs::canonical(folder / part);
    REQUIRE(chown(foreign.c_str(), 12345, 12345) == 0);
    const PluginRegistry registry = Discover({dir.path().string()});
    const PluginEntry& entry = EntryOf(registry, "toy", "1.0.0");
    CHECK(entry.state == PluginEntry::State::kBroken);
    CAPTURE(entry.reason.InEnglish());
    CHECK(Holds(entry.reason.InEnglish(),
                foreign.string() + ": belongs to another user (uid 12345)"));
    if (part != std::string("plugin.json")) {
      CHECK_THROWS_AS(task_host::Plugin::Load(manifest), Error);
    }
  }
}
