// SPDX-License-Identifier: Apache-2.0
// Installing, updating, going back and removing, as a host sees it.
#include <sys/stat.h>

#include "bundle_bench.h"
#include "host/choice.h"
#include "places.h"

using bench::Bench;
using bench::kGood;
using bench::RefusalOf;
using bench::ToyFiles;
using namespace task_host;
namespace fs = std::filesystem;

namespace {

// The version of the toy that a host would load; "" for none.
std::string Usable(const Bench& bench, bool prereleases = false) {
  const PluginRegistry registry = places::Discover({bench.place().string()}, prereleases);
  std::string version;
  for (const PluginEntry& entry : registry.entries()) {
    CHECK(entry.state != PluginEntry::State::kBroken);
    if (entry.state == PluginEntry::State::kUsable) version += entry.version;
  }
  return version;
}

}  // namespace

TEST_CASE("what is installed can be found, and everybody can read it") {
  const Bench bench;
  const mode_t before = umask(077);
  const Change change = bench.InstallVersion("1.0.0");
  umask(before);
  CHECK(change.is_new);
  CHECK(change.previous.empty());
  CHECK(change.folder == bench.place() / "toy" / "1.0.0");
  CHECK(Usable(bench) == "1.0.0");
  for (const std::string& name : bench.Holdings()) {
    const fs::path path = bench.place() / name;
    CAPTURE(name);
    CHECK(fs::status(path).permissions() ==
          static_cast<fs::perms>(fs::is_directory(path) ? 0755 : 0644));
  }
  CHECK(Bundle::Read(change.folder).signature());
}

TEST_CASE("versions lie side by side; the newest counts, and can be taken back") {
  const Bench bench;
  bench.InstallVersion("1.0.0");
  CHECK(bench.InstallVersion("1.1.0").previous == "1.0.0");
  CHECK(bench.InstallVersion("1.2.0", {.must_be_there = true}).previous == "1.1.0");
  const PluginPlace place(bench.place());
  CHECK(place.Versions("toy") == std::vector<std::string>{"1.0.0", "1.1.0", "1.2.0"});
  CHECK(Usable(bench) == "1.2.0");
  const Change back = place.Rollback("toy", "");
  CHECK(back.previous == "1.2.0");
  CHECK(back.version == "1.1.0");
  CHECK(Usable(bench) == "1.1.0");
  CHECK(place.Rollback("toy", "").version == "1.0.0");
  CHECK(Usable(bench) == "1.0.0");
  CHECK(RefusalOf([&] { place.Rollback("toy", ""); }) == "bundle.no_previous");
  CHECK(place.Rollback("toy", "1.2.0").version == "1.2.0");
  CHECK(Usable(bench) == "1.2.0");
  CHECK(place.Rollback("toy", "").version == "1.0.0");
  CHECK(RefusalOf([&] { place.Rollback("toy", "3.0.0"); }) == "bundle.version_not_installed");
  CHECK(RefusalOf([&] { place.Rollback("lego", ""); }) == "bundle.not_installed");
  CHECK(RefusalOf([&] { place.Rollback("../toy", ""); }) == "bundle.not_installed");

  const PluginRegistry registry = places::Discover({bench.place().string()});
  const PluginEntry& other = places::EntryOf(registry, "toy", "1.2.0");
  CHECK(other.state == PluginEntry::State::kShadowed);
  CHECK(other.reason.InEnglish() == "version 1.0.0 is the one that was chosen");
}

TEST_CASE("the same version again changes nothing, and other content is no second edition of it") {
  const Bench bench;
  bench.InstallVersion("1.0.0");
  const auto before = bench.Holdings();
  const Change again = bench.InstallVersion("1.0.0");
  CHECK_FALSE(again.is_new);
  CHECK(bench.Holdings() == before);
  const Files other =
      bench.Signed(ToyFiles("1.0.0", [](Json& manifest) { manifest.Set("name", Json("Other")); }));
  CHECK(RefusalOf([&] { bench.Install(Pack(other)); }) == "bundle.other_content");
  CHECK(bench.Holdings() == before);
  // Neither is what somebody has changed since.
  toy::WriteFile(bench.place() / "toy" / "1.0.0" / "tasks" / "any.json", "{ }");
  CHECK(RefusalOf([&] { bench.InstallVersion("1.0.0"); }) == "bundle.other_content");
}

TEST_CASE("a lower version needs a word") {
  const Bench bench;
  bench.InstallVersion("1.1.0");
  const auto before = bench.Holdings();
  CHECK(RefusalOf([&] { bench.InstallVersion("1.0.0"); }) == "bundle.downgrade");
  CHECK(RefusalOf([&] { bench.InstallVersion("1.1.0-rc.1"); }) == "bundle.downgrade");
  CHECK(bench.Holdings() == before);
  CHECK(bench.InstallVersion("1.0.0", {.allow_downgrade = true}).previous == "1.1.0");
  CHECK(Usable(bench) == "1.0.0");
  CHECK(PluginPlace(bench.place()).Rollback("toy", "").version == "1.1.0");
}

TEST_CASE("an update is of what is there") {
  const Bench bench;
  CHECK(RefusalOf([&] { bench.InstallVersion("1.0.0", {.must_be_there = true}); }) ==
        "bundle.not_installed");
  CHECK(bench.Holdings().empty());
}

TEST_CASE("a pre-release that was installed counts without being asked for") {
  const Bench bench;
  bench.InstallVersion("1.0.0");
  bench.InstallVersion("1.1.0-rc.1");
  CHECK(Usable(bench) == "1.1.0-rc.1");
  CHECK(PluginPlace(bench.place()).Rollback("toy", "").version == "1.0.0");
  CHECK(Usable(bench, true) == "1.0.0");
}

TEST_CASE("versions that were put there by hand are known") {
  const Bench bench;
  toy::Install(bench.place(), kGood, {}, "1.0.0");
  toy::Install(bench.place(), kGood, {}, "1.5.0");
  CHECK(RefusalOf([&] { bench.InstallVersion("1.2.0"); }) == "bundle.downgrade");
  CHECK(bench.InstallVersion("2.0.0").previous == "1.5.0");
  CHECK(PluginPlace(bench.place()).Rollback("toy", "").version == "1.5.0");
  CHECK(Usable(bench) == "1.5.0");
}

TEST_CASE("removing a version leaves the one before, and the last one leaves nothing") {
  const Bench bench;
  for (const char* version : {"1.0.0", "1.1.0", "1.2.0"}) bench.InstallVersion(version);
  const PluginPlace place(bench.place());
  CHECK(RefusalOf([&] { place.Remove("toy", "7.0.0"); }) == "bundle.version_not_installed");
  CHECK(RefusalOf([&] { place.Remove("lego", ""); }) == "bundle.not_installed");
  CHECK(RefusalOf([&] { place.Remove("toy", "../../x"); }) == "bundle.version_not_installed");
  CHECK(place.Remove("toy", "1.2.0").version == "1.1.0");
  CHECK(Usable(bench) == "1.1.0");
  CHECK(place.Remove("toy", "1.0.0").version == "1.1.0");
  CHECK(place.Remove("toy", "1.1.0").version.empty());
  CHECK(bench.Holdings().empty());

  for (const char* version : {"1.0.0", "1.1.0"}) bench.InstallVersion(version);
  const Change all = place.Remove("toy", "");
  CHECK(all.previous == "1.1.0");
  CHECK(all.version.empty());
  CHECK(bench.Holdings().empty());
}

TEST_CASE("what a process left behind that was killed goes away with the next change") {
  const Bench bench;
  toy::WriteFile(bench.place() / ".taskplugin-ABCDEF" / "toy" / "1.0.0" / "plugin.json", "{");
  CHECK(Usable(bench).empty());
  bench.InstallVersion("1.0.0");
  CHECK_FALSE(fs::exists(bench.place() / ".taskplugin-ABCDEF"));
  CHECK(Usable(bench) == "1.0.0");
}

TEST_CASE("a wish for a version that did not arrive has no effect") {
  const Bench bench;
  bench.InstallVersion("1.0.0");
  toy::WriteFile(bench.place() / "toy" / kChoiceName, R"({"versions": ["1.1.0", "1.0.0"]})");
  CHECK(Usable(bench) == "1.0.0");
  CHECK(PluginPlace(bench.place()).Current("toy") == "1.0.0");
  CHECK(bench.InstallVersion("1.1.0").previous == "1.0.0");
  CHECK(Usable(bench) == "1.1.0");
}

TEST_CASE("a choice that cannot be read is shown") {
  const Bench bench;
  bench.InstallVersion("1.0.0");
  for (const char* text : {"", "[]", R"({"versions": "1.0.0"})", R"({"versions": [1]})"}) {
    CAPTURE(text);
    toy::WriteFile(bench.place() / "toy" / kChoiceName, text);
    const PluginRegistry registry = places::Discover({bench.place().string()});
    REQUIRE(registry.entries().size() == 2);
    CHECK(registry.entries().back().state == PluginEntry::State::kBroken);
    CHECK(registry.entries().back().reason.InEnglish().find(kChoiceName) != std::string::npos);
    CHECK(registry.FindPlugin("toy").version == "1.0.0");
  }
}

TEST_CASE("nothing is installed where everybody can write") {
  const Bench bench;
  fs::create_directory(bench.place());
  fs::permissions(bench.place(), fs::perms::all);
  CHECK_THROWS_WITH_AS(bench.InstallVersion("1.0.0"), doctest::Contains("every user can write"),
                       Error);
  CHECK(bench.Holdings().empty());
}
