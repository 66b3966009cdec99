// SPDX-License-Identifier: Apache-2.0
// Every way in which a library can differ from its manifest or from task_plugin.h is refused, each
// with its own message.
#include <dlfcn.h>
#include <doctest/doctest.h>

#include <set>

#include "host/error.h"
#include "host/plugin.h"
#include "toy_folder.h"

using task_host::Error;
using task_host::Json;
using task_host::LoadManifest;
using task_host::Plugin;

namespace {

toy::fs::path Library(const std::string& name) {
  return toy::fs::path(TOY_LIBRARIES) / (name + ".so");
}

// The reason without the path of the library, which differs from run to run.
std::string Refusal(const std::string& name, const toy::Edit& edit = {}) {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), Library(name), edit);
  try {
    Plugin::Load(LoadManifest(folder));
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kLibrary);
    const std::string what = error.what();
    const std::string path = (folder / "libtoy.so").string() + ": ";
    CHECK(what.starts_with(path));
    return what.substr(path.size());
  }
  return "accepted";
}

}  // namespace

TEST_CASE("each bad library is refused for its own reason") {
  const std::pair<const char*, const char*> cases[] = {
      {"no_symbol", "the library does not export tp_plugin_entry_v1"},
      {"undefined_symbol", "toy_symbol_that_nobody_defines"},
      {"no_entry", "tp_plugin_entry_v1 returned nothing"},
      {"tiny_entry", "the entry is too short to hold its magic number"},
      {"wrong_magic", "the entry has the wrong magic number"},
      {"wrong_major", "the library does not follow major version 1 of task_plugin.h"},
      {"short_entry", "the entry is too short to hold create()"},
      {"entry_flag", "the entry carries a flag that this host does not know"},
      {"needs_newer_host", "the library needs a host of minor version 7 or later, this one has 0"},
      {"other_id", "the library calls itself \"lego\", its manifest \"toy\""},
      {"other_version", "the library has version \"1.0.1\", its manifest \"1.0.0\""},
      {"register_fails", "register_tasks() failed with \"unavailable\""},
      {"missing_task", "the library does not register the manifest's task toy.login"},
      {"extra_task", "the library registers a task that the manifest does not list: toy.secret"},
      {"duplicate_task", "the task \"toy.echo\" is registered twice"},
      {"empty_task_id", "a task has a malformed id"},
      {"task_flag", "a task carries a flag that this host does not know"},
      {"other_task_version",
       "the task toy.echo has version 2 in the library and 1 in the manifest"},
      {"other_input", "the input schema of toy.echo differs from the manifest's"},
      {"other_output", "the output schema of toy.echo differs from the manifest's"},
      {"malformed_schema", "a schema of the task \"toy.echo\" is not acceptable JSON"},
  };
  std::set<std::string> reasons;
  for (const auto& [name, expected] : cases) {
    const std::string reason = Refusal(name);
    CAPTURE(name);
    CAPTURE(reason);
    CHECK(reason.find(expected) != std::string::npos);
    CHECK(reasons.insert(reason).second);
  }
}

TEST_CASE("a good library is accepted, twice, and its schemas may be laid out differently") {
  CHECK(Refusal("good") == "accepted");
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), Library("good"));
  toy::WriteFile(folder / "tasks" / "echo.input.json",
                 Json::Parse(TOY_ECHO_INPUT).SerializePretty());
  const auto first = Plugin::Load(LoadManifest(folder));
  const auto second = Plugin::Load(LoadManifest(folder));
  CHECK(&first->entry() == &second->entry());
}

TEST_CASE("what is no library at all is refused") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), Library("good"));
  toy::WriteFile(folder / "libtoy.so", "no ELF");
  CHECK_THROWS_WITH_AS(Plugin::Load(LoadManifest(folder)),
                       doctest::Contains("libtoy.so: this is no shared library"), Error);
}

TEST_CASE("a library that ends early is refused before the loader dies of it") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), Library("good"));
  const auto whole = toy::fs::file_size(folder / "libtoy.so");
  for (const std::uintmax_t size :
       {std::uintmax_t{64}, std::uintmax_t{200}, std::uintmax_t{5000}}) {
    CAPTURE(size);
    REQUIRE(size < whole);
    toy::fs::copy_file(Library("good"), folder / "libtoy.so",
                       toy::fs::copy_options::overwrite_existing);
    toy::fs::resize_file(folder / "libtoy.so", size);
    CHECK_THROWS_WITH_AS(
        Plugin::Load(LoadManifest(folder)),
        doctest::Contains(("the library is cut off after " + std::to_string(size)).c_str()), Error);
  }
}

TEST_CASE("a plugin stays loaded, and its symbols stay its own") {
  const toy::TempDir dir;
  const auto folder = toy::Install(dir.path(), Library("good"));
  { const auto plugin = Plugin::Load(LoadManifest(folder)); }
  void* again = dlopen((folder / "libtoy.so").c_str(), RTLD_NOW | RTLD_NOLOAD);
  REQUIRE(again != nullptr);
  dlclose(again);
  CHECK(dlsym(RTLD_DEFAULT, "tp_plugin_entry_v1") == nullptr);
}
