// SPDX-License-Identifier: Apache-2.0
// Each defect of a manifest has its own readable fault.
#include <doctest/doctest.h>

#include "host/error.h"
#include "host/manifest.h"
#include "toy_folder.h"

using task_host::Error;
using task_host::Json;
using task_host::LoadManifest;

namespace {

const toy::fs::path kGood = toy::fs::path(TOY_LIBRARIES) / "good.so";

Json& Member(Json& object, const std::string& name) {
  for (auto& [key, value] : *object.object()) {
    if (key == name) return value;
  }
  throw std::runtime_error("no member " + name);
}

Json& Task(Json& manifest, const std::string& id) {
  return Member(Member(manifest, "tasks"), id);
}

std::string FaultOf(const toy::Edit& edit) {
  const toy::TempDir dir;
  const toy::fs::path folder = toy::Install(dir.path(), kGood, edit);
  try {
    LoadManifest(folder);
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kManifest);
    return error.what();
  }
  return "no fault";
}

}  // namespace

TEST_CASE("a good manifest is read") {
  const toy::TempDir dir;
  const task_host::Manifest manifest = LoadManifest(toy::Install(dir.path(), kGood));
  CHECK(manifest.id == "toy");
  REQUIRE(manifest.tasks.size() == 4);
  CHECK(manifest.tasks[0].id == "toy.echo");
  CHECK(manifest.tasks[0].dry_run);
  CHECK(manifest.tasks[0].input_schema == Json::Parse(TOY_ECHO_INPUT));
  CHECK(manifest.FindTask("toy.login")->connections == std::vector<std::string>{"token"});
  CHECK(manifest.FindConnection("token")->title == "Token");
  CHECK(manifest.library.filename() == "libtoy.so");
}

TEST_CASE("each defect has its own message") {
  struct Case {
    const char* expected;
    toy::Edit edit;
  };
  const Case cases[] = {
      {"/manifestVersion: must be the number 1",
       [](Json& m) { m.Set("manifestVersion", Json("1")); }},
      {"/manifestVersion: version 2 is newer than this host, which reads version 1; update",
       [](Json& m) { m.Set("manifestVersion", Json(std::int64_t{2})); }},
      {"/id: must be lower case", [](Json& m) { m.Set("id", Json("Toy Box")); }},
      {"/name: must be a text that is not empty", [](Json& m) { m.Set("name", Json("")); }},
      {"/version: must be a version like 1.0.0", [](Json& m) { m.Set("version", Json("1")); }},
      {"/abi: must be an object", [](Json& m) { m.Set("abi", Json(true)); }},
      {"/abi/major: the plugin follows major version 2",
       [](Json& m) { Member(m, "abi").Set("major", Json(std::int64_t{2})); }},
      {"/abi/minHostMinor: the plugin needs a host of minor version 9",
       [](Json& m) { Member(m, "abi").Set("minHostMinor", Json(std::int64_t{9})); }},
      {"/requires/services: must be a list of texts",
       [](Json& m) { Member(m, "requires").Set("services", Json("tp.log/1")); }},
      {"/connections/token/title: is missing",
       [](Json& m) {
         Member(m, "connections").Set("token", Json::Parse("{\"settings\":{},\"credentials\":{}}"));
       }},
      {"/tasks: must be an object", [](Json& m) { m.Set("tasks", Json(Json::Array())); }},
      {"/tasks/lego.build: a task is named \"toy.\"",
       [](Json& m) { Member(m, "tasks").Set("lego.build", Json(Json::Object())); }},
      {"/tasks/toy.echo/schemaVersion: must be a whole number of at least 1",
       [](Json& m) { Task(m, "toy.echo").Set("schemaVersion", Json(std::int64_t{0})); }},
      {"/tasks/toy.echo/sideEffects: must be one of: none read write destructive",
       [](Json& m) { Task(m, "toy.echo").Set("sideEffects", Json("some")); }},
      {"/tasks/toy.echo/dryRun: must be true or false",
       [](Json& m) { Task(m, "toy.echo").Set("dryRun", Json("yes")); }},
      {"/tasks/toy.echo/connection: \"password\" is no key of /connections",
       [](Json& m) { Task(m, "toy.echo").Set("connection", Json::Parse("[\"password\"]")); }},
      {"/tasks/toy.echo/input: the path \"tasks/none.json\" cannot be read",
       [](Json& m) { Task(m, "toy.echo").Set("input", Json("tasks/none.json")); }},
      {"/tasks/toy.echo/input: the path \"../x.json\" must not hold \"..\"",
       [](Json& m) { Task(m, "toy.echo").Set("input", Json("../x.json")); }},
      {"/tasks/toy.echo/input: the path \"/etc/passwd\" must be relative",
       [](Json& m) { Task(m, "toy.echo").Set("input", Json("/etc/passwd")); }},
      {"/tasks/toy.echo/input: the path \"tasks\" is not a file",
       [](Json& m) { Task(m, "toy.echo").Set("input", Json("tasks")); }},
      {"not acceptable JSON", [](Json& m) { Task(m, "toy.echo").Set("input", Json("libtoy.so")); }},
      {"/libraries: has no library for this machine",
       [](Json& m) { m.Set("libraries", Json::Parse("{\"beos-ppc\":{\"path\":\"x\"}}")); }},
      {"/path: the path \"gone.so\" cannot be read",
       [](Json& m) {
         Json entry;
         entry.Set("path", Json("gone.so"));
         Member(m, "libraries").Set(task_host::PlatformName(), entry);
       }},
  };
  for (const Case& one : cases) {
    const std::string fault = FaultOf(one.edit);
    CAPTURE(fault);
    CHECK(fault.find(one.expected) != std::string::npos);
  }
  CHECK(FaultOf({}) == "no fault");
}

TEST_CASE("all faults are listed at once") {
  const std::string fault = FaultOf([](Json& m) {
    m.Set("name", Json(std::int64_t{1}));
    m.Set("version", Json("one"));
  });
  CHECK(fault.find("\n  /name: ") != std::string::npos);
  CHECK(fault.find("\n  /version: ") != std::string::npos);
}

TEST_CASE("a symbolic link does not lead out of the folder") {
  const toy::TempDir dir;
  toy::WriteFile(dir.path() / "outside.json", "{}");
  const toy::fs::path folder = toy::Install(dir.path() / "place", kGood);
  toy::fs::remove(folder / "tasks" / "any.json");
  toy::fs::create_symlink(dir.path() / "outside.json", folder / "tasks" / "any.json");
  CHECK_THROWS_WITH_AS(LoadManifest(folder), doctest::Contains("through a symbolic link"), Error);
}

TEST_CASE("a document that is no JSON, or is not there, is a manifest fault") {
  const toy::TempDir dir;
  CHECK_THROWS_WITH_AS(LoadManifest(dir.path()), doctest::Contains("cannot be read"), Error);
  toy::WriteFile(dir.path() / "plugin.json", "{\"id\":");
  CHECK_THROWS_WITH_AS(LoadManifest(dir.path()), doctest::Contains("not acceptable JSON"), Error);
  toy::WriteFile(dir.path() / "plugin.json", "[]");
  CHECK_THROWS_WITH_AS(LoadManifest(dir.path()), doctest::Contains("must be a JSON object"), Error);
}
