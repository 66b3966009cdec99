// SPDX-License-Identifier: Apache-2.0
// A library that is dangerous to load is found out by a process that may die of it.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>

#include <thread>

#include "host/error.h"
#include "host/trial.h"
#include "places.h"

using task_host::Environment;
using task_host::Error;
using task_host::LoadManifest;
using task_host::PluginEntry;
using task_host::PluginRegistry;
using task_host::Trial;

namespace {

toy::fs::path Library(const std::string& name) {
  return toy::fs::path(TOY_LIBRARIES) / (name + ".so");
}

// What the trial says of this library, without its path.
std::string Fault(Trial& trial, const std::string& name) {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), Library(name));
  const std::string fault = trial.FaultOf(LoadManifest(folder)).InEnglish();
  const std::string path = (folder / "libtoy.so").string() + ": ";
  if (fault.empty()) return "passed";
  CHECK(fault.starts_with(path));
  return fault.substr(path.size());
}

// An environment with the name of the file that a toy makes when its code runs.
Environment Marking(const toy::fs::path& file) {
  return Environment{{{"TOY_LOADED_FILE", file.string()}}, false};
}

}  // namespace

TEST_CASE("each way to be dangerous has its reason, and this process lives on") {
  Trial trial(TRIAL_PROGRAM, {});
  CHECK(Fault(trial, "good") == "passed");
  CHECK(Fault(trial, "crash_on_load") == "the library crashes the process that loads it: Aborted");
  CHECK(Fault(trial, "end_on_load") == "the library ends the process that loads it");
  CHECK(Fault(trial, "other_id") == "the library calls itself \"lego\", its manifest \"toy\"");
}

TEST_CASE("what hangs is ended") {
  Trial trial(TRIAL_PROGRAM, {}, std::chrono::milliseconds(300));
  CHECK(Fault(trial, "hang_on_load") == "the library is not loaded after 300 ms");
}

TEST_CASE("a trial can be stopped, and none begins afterwards") {
  const toy::TempDir dir;
  const toy::fs::path mark = dir.path() / "loaded";
  Trial trial(TRIAL_PROGRAM, Marking(mark), std::chrono::minutes(5));
  std::thread stopper([&] {
    while (!toy::fs::exists(mark)) std::this_thread::yield();
    trial.Stop();
  });
  CHECK(Fault(trial, "hang_on_load") != "passed");
  stopper.join();
  toy::fs::remove(mark);
  CHECK(Fault(trial, "good") != "passed");
  CHECK_FALSE(toy::fs::exists(mark));
}

TEST_CASE("a library that has passed is tried again only when its file has changed") {
  const toy::TempDir dir;
  const toy::TempDir place;
  const toy::fs::path mark = dir.path() / "loaded";
  Trial trial(TRIAL_PROGRAM, Marking(mark));
  const auto folder = toy::Install(place.path(), Library("good"));
  const auto manifest = LoadManifest(folder);
  CHECK(trial.FaultOf(manifest).empty());
  CHECK(toy::fs::remove(mark));
  CHECK(trial.FaultOf(manifest).empty());
  CHECK_FALSE(toy::fs::exists(mark));
  toy::fs::remove(folder / "libtoy.so");
  toy::fs::copy_file(Library("crash_on_load"), folder / "libtoy.so");
  CHECK_FALSE(trial.FaultOf(manifest).empty());
  CHECK(toy::fs::exists(mark));
}

TEST_CASE("a program that hears nothing of its children is told as much as can be known") {
  struct sigaction before {};
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGCHLD, &ignore, &before);
  Trial trial(TRIAL_PROGRAM, {});
  CHECK(Fault(trial, "good") == "passed");
  CHECK(Fault(trial, "crash_on_load") == "the library ends the process that loads it");
  sigaction(SIGCHLD, &before, nullptr);
}

TEST_CASE("a registry marks what fails as broken and keeps the rest") {
  const toy::TempDir bad;
  const toy::TempDir good;
  toy::Install(bad.path(), Library("crash_on_load"));
  toy::Install(good.path(), Library("good"));
  Trial trial(TRIAL_PROGRAM, {});
  for (const toy::TempDir* dir : {&bad, &good}) {
    PluginRegistry registry = places::Discover({dir->path().string()});
    REQUIRE(registry.entries().size() == 1);
    registry.TryOut(trial);
    const PluginEntry& entry = registry.entries()[0];
    if (dir == &good) {
      CHECK(entry.state == PluginEntry::State::kUsable);
      CHECK(&registry.FindPlugin("toy") == &entry);
    } else {
      CHECK(entry.state == PluginEntry::State::kBroken);
      CHECK_THROWS_WITH_AS(registry.FindPlugin("toy"), doctest::Contains("Aborted"), Error);
    }
  }
}

TEST_CASE("without its program there is no trial, and that is no fault of the plugin") {
  Trial trial("/nowhere/task-plugin-trial", {});
  const toy::TempDir dir;
  const auto manifest = LoadManifest(toy::Install(dir.path(), Library("good")));
  CHECK_THROWS_WITH_AS(trial.FaultOf(manifest),
                       doctest::Contains("cannot be started: No such file"), Error);
}
