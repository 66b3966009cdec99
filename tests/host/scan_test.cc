// SPDX-License-Identifier: Apache-2.0
// What stands in a place: nothing that was meant to be a plugin is passed over in silence.
#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/error.h"
#include "host/file.h"
#include "places.h"

using places::Discover;
using places::EntryOf;
using places::Holds;
using places::kGood;
using places::Only;
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

// Runs the body in a child process without root's rights, since root may read everything, and
// gives what it says.
template <typename Body>
std::string WithoutRights(Body body) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t kNobody = 65534;
    if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) _exit(1);
    const std::string said = body();
    _exit(write(ends[1], said.data(), said.size()) == static_cast<ssize_t>(said.size()) ? 0 : 1);
  }
  close(ends[1]);
  std::string said = task_host::ReadDescriptor(ends[0], "child");
  close(ends[0]);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(status == 0);
  return said;
}

}  // namespace

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
  CHECK(registry.places()[1].note.InEnglish().find("counted already") != std::string::npos);
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
    CAPTURE(registry.entries()[i].reason.InEnglish());
    CHECK(registry.entries()[i].reason.InEnglish().find(reasons[i]) != std::string::npos);
  }
}

TEST_CASE(
    "a library that cannot be one is visible before anything loads it, and a good copy counts") {
  const toy::TempDir dir;
  const auto first = toy::Install(dir.path() / "first", kGood);
  toy::Install(dir.path() / "second", kGood);
  const toy::fs::path library = first / "libtoy.so";
  std::string bytes = task_host::ReadFile(library);
  constexpr std::size_t kMachine = 18;  // offset of e_machine
  bytes[kMachine] = '\x02';             // SPARC
  const std::pair<std::string, const char*> cases[] = {
      {"", "this is no shared library"},
      {"no library", "this is no shared library"},
      {bytes, "the library is for another kind of machine"},
      {task_host::ReadFile(kGood).substr(0, 5000), "the library is cut off after 5000 bytes"}};
  for (const auto& [content, reason] : cases) {
    toy::WriteFile(library, content);
    const PluginRegistry registry =
        Discover({(dir.path() / "first").string(), (dir.path() / "second").string()});
    REQUIRE(registry.entries().size() == 2);
    const PluginEntry& broken = registry.entries()[0];
    CHECK(broken.state == PluginEntry::State::kBroken);
    CHECK(broken.reason.InEnglish() == library.string() + ": " + reason);
    CHECK(broken.manifest->tasks.size() == registry.FindPlugin("toy").manifest->tasks.size());
    CHECK(registry.FindPlugin("toy").folder == registry.entries()[1].folder);
  }
}

TEST_CASE("links that lead nowhere are visible at both levels") {
  const toy::TempDir dir;
  toy::Install(dir.path(), kGood);
  toy::fs::create_symlink("gone", dir.path() / "toy" / "2.0.0");
  toy::fs::create_symlink("gone", dir.path() / "toy" / "3.0.0");
  toy::fs::create_symlink("gone", dir.path() / "lego");
  toy::fs::create_symlink("ring", dir.path() / "ring");
  const PluginRegistry registry = Discover({dir.path().string()});
  CHECK(registry.entries().size() == 5);
  CHECK(registry.FindPlugin("toy").version == "1.0.0");
  for (const auto& [id, version] :
       {std::pair{"toy", "2.0.0"}, std::pair{"toy", "3.0.0"}, std::pair{"lego", ""}}) {
    const PluginEntry& entry = EntryOf(registry, id, version);
    CHECK(entry.state == PluginEntry::State::kBroken);
    CHECK(entry.reason.InEnglish() ==
          entry.folder.string() + ": a symbolic link that leads nowhere");
  }
  CHECK(EntryOf(registry, "ring", "").reason.InEnglish() ==
        (dir.path() / "ring").string() +
            ": cannot be read: Too many levels of symbolic "
            "links");
  CHECK_THROWS_WITH_AS(registry.FindPlugin("lego"), doctest::Contains("leads nowhere"), Error);
  CHECK(registry.places()[0].note.InEnglish() == "1 plugin, 4 broken");
}

TEST_CASE("folders that this user may not read are visible") {
  const toy::TempDir dir;
  toy::fs::permissions(dir.path(), toy::fs::perms(0755));
  toy::fs::create_directories(dir.path() / "places" / "secret");
  toy::fs::create_directories(dir.path() / "places" / "toy" / "1.0.0");
  toy::fs::create_directories(dir.path() / "closed");
  for (const char* closed : {"places/secret", "places/toy/1.0.0", "closed"}) {
    toy::fs::permissions(dir.path() / closed, toy::fs::perms::none);
  }
  const std::string said = WithoutRights([&] {
    const PluginRegistry registry =
        Discover({(dir.path() / "places").string(), (dir.path() / "closed").string()});
    std::string text;
    for (const PluginEntry& entry : registry.entries()) text += entry.reason.InEnglish() + "\n";
    const SearchPlace& closed = registry.places()[1];
    return text + closed.note.InEnglish() + (closed.fault ? " (fault)\n" : "\n");
  });
  CAPTURE(said);
  CHECK(Holds(said, "places/secret: cannot be read: Permission denied\n"));
  CHECK(Holds(said, "places/toy/1.0.0: the path \"plugin.json\" cannot be read: Permission"));
  CHECK(Holds(said, "\ncannot be read: Permission denied (fault)\n"));
  for (const char* closed : {"places/secret", "places/toy/1.0.0", "closed"}) {
    toy::fs::permissions(dir.path() / closed, toy::fs::perms::owner_all);
  }
}

TEST_CASE("a plugin whose version level was forgotten is visible, with the remedy") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path() / "source", kGood);
  toy::fs::create_directory(dir.path() / "place");
  toy::fs::copy(folder, dir.path() / "place" / "toy", toy::fs::copy_options::recursive);
  const std::string place = (dir.path() / "place").string();
  PluginRegistry registry = Discover({place});
  // The plugin's own folders (tasks, locales) are no versions.
  REQUIRE(registry.entries().size() == 1);
  CHECK(registry.entries()[0].state == PluginEntry::State::kBroken);
  CHECK(registry.entries()[0].id == "toy");
  CHECK(registry.entries()[0].reason.InEnglish() ==
        place + "/toy: the level of the version is missing; move what is in it to " + place +
            "/toy/1.0.0");
  CHECK_THROWS_WITH_AS(registry.FindPlugin("toy"), doctest::Contains("move what is in it"), Error);
  // A version that is where it should be still counts.
  toy::Install(dir.path() / "place", kGood, {}, "2.0.0");
  toy::WriteFile(dir.path() / "place" / "toy" / "plugin.json", "{");
  registry = Discover({place});
  CHECK(registry.entries().size() == 2);
  CHECK(registry.FindPlugin("toy").version == "2.0.0");
  CHECK(Holds(EntryOf(registry, "toy", "").reason.InEnglish(),
              "move what is in it to " + place + "/toy/<version>"));
}

TEST_CASE("a place that is itself a plugin's folder says so") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), kGood);
  const PluginRegistry registry = Discover({folder.string()});
  CHECK(registry.entries().empty());
  CHECK(registry.places()[0].fault);
  CHECK(registry.places()[0].note.InEnglish() ==
        "a plugin's own folder; a place holds <id>/<version>/plugin.json, so name the folder two "
        "levels above");
}

TEST_CASE("the same version with other content is broken, and both places are named") {
  const toy::TempDir dir;
  const auto first = toy::Install(dir.path() / "first", kGood);
  const auto manifest = toy::Install(dir.path() / "manifest", kGood,
                                     [](Json& m) { m.Set("description", Json("Another.")); });
  const auto library =
      toy::Install(dir.path() / "library", toy::fs::path(TOY_LIBRARIES) / "bad_output.so");
  const auto same = toy::Install(dir.path() / "same", kGood);
  const PluginRegistry registry =
      Discover({(dir.path() / "first").string(), (dir.path() / "manifest").string(),
                (dir.path() / "library").string(), (dir.path() / "same").string()});
  REQUIRE(registry.entries().size() == 4);
  CHECK(registry.FindPlugin("toy").folder == first);
  const std::pair<toy::fs::path, const char*> others[] = {{manifest, "plugin.json"},
                                                          {library, "libtoy.so"}};
  for (std::size_t i = 0; i < 2; ++i) {
    const PluginEntry& entry = registry.entries()[i + 1];
    CHECK(entry.state == PluginEntry::State::kBroken);
    CHECK(entry.reason.InEnglish() == others[i].first.string() + ": same version as " +
                                          first.string() + ", other content (" + others[i].second +
                                          ")");
  }
  CHECK(registry.entries()[3].state == PluginEntry::State::kShadowed);
  CHECK(registry.entries()[3].reason.InEnglish() ==
        "shadowed by " + first.string() + ", which is the same");
  CHECK(registry.entries()[3].folder == same);
}

TEST_CASE("registrations add places to the system level") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path() / "opt", kGood);
  const toy::fs::path files = dir.path() / "plugins.d";
  const auto name = [&](const std::string& file, const std::string& text) {
    toy::WriteFile(files / file, text);
    return (files / file).string();
  };
  const std::string good =
      name("a.json", "{\"directory\":\"" + (dir.path() / "opt").string() + "\"}");
  const std::string away =
      name("b.json", "{\"directory\":\"" + (dir.path() / "away").string() + "\"}");
  const std::string relative = name("c.json", "{\"directory\":\"opt\"}");
  const std::string empty = name("d.json", "{}");
  const std::string broken = name("e.json", "{");
  const std::string open = name("f.json", "{\"directory\":\"/usr/lib\"}");
  toy::fs::permissions(open, toy::fs::perms::others_write, toy::fs::perm_options::add);
  name("README", "not a registration");
  SearchOptions options = Only({});
  options.registration_directories = {files.string(), (dir.path() / "none").string()};
  const auto registry = PluginRegistry::Discover(ResolveSearchPath(options, Environment()));
  CHECK(registry.FindPlugin("toy").folder == folder);
  CHECK(registry.FindPlugin("toy").level == Level::kSystem);
  std::string message;
  try {
    registry.FindPlugin("lego");
  } catch (const Error& error) {
    message = error.what();
  }
  const std::string lines[] = {
      "system " + files.string() + ": 6 registrations",
      "system " + (dir.path() / "opt").string() + " (named by " + good + "): 1 plugin",
      "system " + (dir.path() / "away").string() + " (named by " + away + "): does not exist",
      "system opt (named by " + relative + "): refused: not an absolute path",
      "system " + empty + ": refused: must be an object whose \"directory\" is the absolute path",
      "system " + broken + ": refused: not acceptable JSON",
      "system " + open + ": refused: every user can write to it",
      "system " + (dir.path() / "none").string() + ": does not exist"};
  CAPTURE(message);
  for (const std::string& line : lines) {
    CAPTURE(line);
    CHECK(Holds(message, "\n  " + line));
  }
  // Whoever can add a registration chooses what runs.
  toy::fs::permissions(files, toy::fs::perms::all);
  const auto refused = ResolveSearchPath(options, Environment());
  REQUIRE(refused.size() == 2);
  CHECK(refused[0].note.InEnglish() == "refused: every user can write to it");
}
