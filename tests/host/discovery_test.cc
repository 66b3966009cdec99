// SPDX-License-Identifier: Apache-2.0
// The search path, and what is chosen on it.
#include <doctest/doctest.h>

#include "host/error.h"
#include "host/registry.h"
#include "toy_folder.h"

using task_host::Environment;
using task_host::Error;
using task_host::Json;
using task_host::Level;
using task_host::PluginEntry;
using task_host::PluginRegistry;
using task_host::ResolveSearchPath;
using task_host::SearchOptions;
using task_host::SearchPlace;

namespace {

const toy::fs::path kGood = toy::fs::path(TOY_LIBRARIES) / "good.so";

// No places but those that a test names.
SearchOptions Only(std::vector<std::string> directories) {
  SearchOptions options;
  options.explicit_directories = std::move(directories);
  options.use_user = false;
  options.system_directories.clear();
  return options;
}

PluginRegistry Discover(std::vector<std::string> directories, bool prereleases = false) {
  return PluginRegistry::Discover(ResolveSearchPath(Only(std::move(directories)), Environment()),
                                  prereleases);
}

}  // namespace

TEST_CASE("the levels come in order") {
  const toy::TempDir dir;
  const std::string root = dir.path().string();
  const std::string table[] = {"TASK_PLUGIN_PATH=" + root + "/e1:" + root + "/e2",
                               "XDG_DATA_HOME=" + root, "HOME=/nowhere"};
  const char* const environ_table[] = {table[0].c_str(), table[1].c_str(), table[2].c_str(),
                                       nullptr};
  SearchOptions options;
  options.explicit_directories = {root + "/x"};
  options.project_directory = root + "/p";
  const auto places = ResolveSearchPath(options, Environment::From(environ_table, false));
  const std::pair<Level, std::string> expected[] = {
      {Level::kExplicit, root + "/x"},          {Level::kEnvironment, root + "/e1"},
      {Level::kEnvironment, root + "/e2"},      {Level::kProject, root + "/p"},
      {Level::kUser, root + "/task-plugins"},   {Level::kSystem, "/usr/local/lib/task-plugins"},
      {Level::kSystem, "/usr/lib/task-plugins"}};
  REQUIRE(places.size() == std::size(expected));
  for (std::size_t i = 0; i < places.size(); ++i) {
    CHECK(places[i].level == expected[i].first);
    CHECK(places[i].path == expected[i].second);
  }
}

TEST_CASE("the user level falls back to the home folder") {
  Environment environment;
  environment.variables = {{"HOME", "/people/ann"}, {"XDG_DATA_HOME", "relative"}};
  SearchOptions options;
  options.system_directories.clear();
  auto places = ResolveSearchPath(options, environment);
  REQUIRE(places.size() == 1);
  CHECK(places[0].path == "/people/ann/.local/share/task-plugins");
  places = ResolveSearchPath(options, Environment());
  CHECK(places[0].note == "neither XDG_DATA_HOME nor HOME is set");
}

TEST_CASE("places that nobody can vouch for are refused with the reason") {
  const toy::TempDir dir;
  const toy::fs::path open = dir.path() / "open";
  toy::fs::create_directory(open);
  toy::fs::permissions(open, toy::fs::perms::all);
  toy::WriteFile(dir.path() / "file", "");
  const std::pair<std::string, std::string> cases[] = {
      {"", "refused: an empty entry"},
      {"relative/dir", "refused: not an absolute path"},
      {open.string(), "refused: every user can write to it"},
      {(dir.path() / "file").string(), "refused: not a directory"},
      {(dir.path() / "none").string(), "does not exist"},
      {dir.path().string(), ""}};
  for (const auto& [entry, note] : cases) {
    const auto places = ResolveSearchPath(Only({entry}), Environment());
    REQUIRE(places.size() == 1);
    CHECK(places[0].note == note);
    CHECK(places[0].usable == note.empty());
  }
}

TEST_CASE("with raised rights the user has no say") {
  const toy::TempDir dir;
  Environment environment;
  environment.elevated = true;
  environment.variables = {{"TASK_PLUGIN_PATH", dir.path().string()},
                           {"HOME", dir.path().string()}};
  for (const SearchPlace& place : ResolveSearchPath(SearchOptions(), environment)) {
    if (place.level == Level::kSystem) continue;
    CHECK_FALSE(place.usable);
    CHECK(place.note == "ignored: the program runs with raised rights");
  }
}

TEST_CASE("only <id>/<version>/plugin.json is looked at") {
  const toy::TempDir dir;
  toy::Install(dir.path(), kGood);
  toy::Install(dir.path() / "deeper", kGood);
  toy::Install(dir.path() / ".hidden", kGood);
  toy::fs::copy(dir.path() / "toy", dir.path() / "@toy", toy::fs::copy_options::recursive);
  toy::fs::copy(dir.path() / "toy", dir.path() / ".toy", toy::fs::copy_options::recursive);
  const PluginRegistry registry = Discover({dir.path().string()});
  // deeper/toy is a folder at the depth of versions, so it is reported as what it is: no plugin.
  std::size_t usable = 0;
  for (const PluginEntry& entry : registry.entries()) {
    CHECK(entry.id[0] != '.');
    CHECK(entry.id[0] != '@');
    if (entry.state == PluginEntry::State::kUsable) ++usable;
  }
  CHECK(usable == 1);
  CHECK(registry.FindPlugin("toy").folder == dir.path() / "toy" / "1.0.0");
}

TEST_CASE("loops of symbolic links end, and a folder counts once") {
  const toy::TempDir dir;
  toy::Install(dir.path() / "a", kGood);
  toy::fs::create_directory_symlink(dir.path() / "a", dir.path() / "b");
  toy::fs::create_directory_symlink(dir.path() / "a", dir.path() / "a" / "loop");
  const PluginRegistry registry =
      Discover({(dir.path() / "a").string(), (dir.path() / "b").string()});
  std::size_t usable = 0;
  for (const PluginEntry& entry : registry.entries()) {
    if (entry.folder.filename() == "1.0.0") ++usable;
  }
  CHECK(usable == 1);
  CHECK(registry.places()[1].note.find("counted already") != std::string::npos);
}

TEST_CASE("in one level the highest version counts, and pre-releases on request") {
  const toy::TempDir dir;
  for (const char* version : {"1.9.0", "1.10.0", "2.0.0-rc.1"}) {
    toy::Install(dir.path(), kGood, {}, version);
  }
  const PluginRegistry registry = Discover({dir.path().string()});
  CHECK(registry.FindPlugin("toy").version == "1.10.0");
  for (const PluginEntry& entry : registry.entries()) {
    if (entry.version == "1.9.0") {
      CHECK(entry.reason == "shadowed by " + (dir.path() / "toy" / "1.10.0").string());
    }
    if (entry.version == "2.0.0-rc.1") CHECK(entry.reason.find("pre-release") != std::string::npos);
  }
  CHECK(Discover({dir.path().string()}, true).FindPlugin("toy").version == "2.0.0-rc.1");
}

TEST_CASE("an earlier level wins over a higher version, an earlier place over its like") {
  const toy::TempDir dir;
  toy::Install(dir.path() / "env", kGood, {}, "1.0.0");
  toy::Install(dir.path() / "project", kGood, {}, "9.0.0");
  toy::Install(dir.path() / "env2", kGood, {}, "1.0.0");
  Environment environment;
  environment.variables = {
      {"TASK_PLUGIN_PATH", (dir.path() / "env").string() + ":" + (dir.path() / "env2").string()}};
  SearchOptions options = Only({});
  options.project_directory = (dir.path() / "project").string();
  const auto registry = PluginRegistry::Discover(ResolveSearchPath(options, environment));
  CHECK(registry.FindPlugin("toy").folder == dir.path() / "env" / "toy" / "1.0.0");
  REQUIRE(registry.entries().size() == 3);
  CHECK(registry.entries()[1].state == PluginEntry::State::kShadowed);
  CHECK(registry.entries()[2].state == PluginEntry::State::kShadowed);
}

TEST_CASE("a broken plugin is visible and never wins") {
  const toy::TempDir dir;
  toy::Install(dir.path(), kGood, {}, "1.0.0");
  const auto broken = toy::Install(dir.path(), kGood, {}, "2.0.0");
  toy::fs::remove(broken / "libtoy.so");
  toy::fs::create_directories(dir.path() / "toy" / "3.0.0");
  toy::Install(
      dir.path(), kGood, [](Json& m) { m.Set("version", Json("1.0.0")); }, "4.0.0");
  const PluginRegistry registry = Discover({dir.path().string()});
  REQUIRE(registry.entries().size() == 4);
  CHECK(registry.FindPlugin("toy").version == "1.0.0");
  const char* reasons[] = {"", "libtoy.so", "plugin.json", "not named after the plugin"};
  for (std::size_t i = 1; i < 4; ++i) {
    CHECK(registry.entries()[i].state == PluginEntry::State::kBroken);
    CAPTURE(registry.entries()[i].reason);
    CHECK(registry.entries()[i].reason.find(reasons[i]) != std::string::npos);
  }
}

TEST_CASE("a plugin that every user can change is broken") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), kGood);
  toy::fs::permissions(folder, toy::fs::perms::all);
  CHECK_THROWS_WITH_AS(Discover({dir.path().string()}).FindPlugin("toy"),
                       doctest::Contains("every user can write to it"), Error);
}

TEST_CASE("what is not found is explained place by place") {
  const toy::TempDir dir;
  toy::Install(dir.path(), kGood);
  const std::string gone = (dir.path() / "gone").string();
  const PluginRegistry registry = Discover({dir.path().string(), gone, "rel"});
  const auto message = [&](const std::string& task, Error::Kind kind) {
    try {
      registry.FindTask(task);
    } catch (const Error& error) {
      CHECK(error.kind() == kind);
      return std::string(error.what());
    }
    return std::string("found");
  };
  const std::string lego = message("lego.build", Error::Kind::kNotFound);
  CHECK(lego.find("There is no plugin \"lego\"") != std::string::npos);
  CHECK(lego.find("explicit " + dir.path().string() + ": 1 plugin") != std::string::npos);
  CHECK(lego.find("explicit " + gone + ": does not exist") != std::string::npos);
  CHECK(lego.find("explicit rel: refused: not an absolute path") != std::string::npos);
  CHECK(message("toy.sing", Error::Kind::kNotFound).find("it has: toy.echo") != std::string::npos);
  CHECK(message("toy", Error::Kind::kNotFound).find("<plugin>.<task>") != std::string::npos);
  CHECK(message("toy.echo", Error::Kind::kNotFound) == "found");
}
