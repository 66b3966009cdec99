// SPDX-License-Identifier: Apache-2.0
// The search path, and what is chosen on it.
#include <doctest/doctest.h>

#include "host/error.h"
#include "places.h"

using places::Discover;
using places::kGood;
using places::Only;
using task_host::Environment;
using task_host::Error;
using task_host::Level;
using task_host::PluginEntry;
using task_host::PluginRegistry;
using task_host::ResolveSearchPath;
using task_host::SearchOptions;
using task_host::SearchPlace;

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
  options.registration_directories = {root + "/none"};
  const auto places = ResolveSearchPath(options, Environment::From(environ_table, false));
  const std::pair<Level, std::string> expected[] = {
      {Level::kExplicit, root + "/x"},           {Level::kEnvironment, root + "/e1"},
      {Level::kEnvironment, root + "/e2"},       {Level::kProject, root + "/p"},
      {Level::kUser, root + "/task-plugins"},    {Level::kSystem, "/usr/local/lib/task-plugins"},
      {Level::kSystem, "/usr/lib/task-plugins"}, {Level::kSystem, root + "/none"}};
  CHECK(SearchOptions().registration_directories ==
        std::vector<std::string>{"/etc/task-plugins/plugins.d"});
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
  options.registration_directories.clear();
  auto places = ResolveSearchPath(options, environment);
  REQUIRE(places.size() == 1);
  CHECK(places[0].path == "/people/ann/.local/share/task-plugins");
  places = ResolveSearchPath(options, Environment());
  CHECK(places[0].note.InEnglish() == "neither XDG_DATA_HOME nor HOME is set");
}

TEST_CASE("places that nobody can vouch for are refused with the reason") {
  const toy::TempDir dir;
  const toy::fs::path open = dir.path() / "open";
  toy::fs::create_directory(open);
  toy::fs::permissions(open, toy::fs::perms::all);
  toy::WriteFile(dir.path() / "file", "");
  toy::fs::create_symlink("loop", dir.path() / "loop");
  toy::fs::create_symlink("nowhere", dir.path() / "dangling");
  const std::pair<std::string, std::string> cases[] = {
      {"", "refused: an empty entry"},
      {"relative/dir", "refused: not an absolute path"},
      {open.string(), "refused: every user can write to it"},
      {(dir.path() / "file").string(), "refused: not a directory"},
      {(dir.path() / "none").string(), "does not exist"},
      {(dir.path() / "file" / "below").string(), "refused: cannot be read: Not a directory"},
      {(dir.path() / "loop").string(),
       "refused: cannot be read: Too many levels of symbolic links"},
      {(dir.path() / "dangling").string(), "refused: a symbolic link that leads nowhere"},
      {dir.path().string(), ""}};
  for (const auto& [entry, note] : cases) {
    const auto places = ResolveSearchPath(Only({entry}), Environment());
    REQUIRE(places.size() == 1);
    CHECK(places[0].note.InEnglish() == note);
    CHECK(places[0].usable == note.empty());
    CHECK(places[0].fault == note.starts_with("refused: "));
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
    CHECK(place.note.InEnglish() == "ignored: the program runs with raised rights");
  }
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
      CHECK(entry.reason.InEnglish() == "shadowed by " + (dir.path() / "toy" / "1.10.0").string());
    }
    if (entry.version == "2.0.0-rc.1")
      CHECK(entry.reason.InEnglish().find("pre-release") != std::string::npos);
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
  CHECK(message("toy", Error::Kind::kNotFound).find("names a plugin; its tasks are: toy.") !=
        std::string::npos);
  CHECK(message("toy.echo", Error::Kind::kNotFound) == "found");
}
