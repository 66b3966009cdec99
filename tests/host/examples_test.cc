// SPDX-License-Identifier: Apache-2.0
// The example hosts run tasks of the toy plugin, and report what goes wrong.
#include <doctest/doctest.h>

#include "child.h"
#include "toy_folder.h"

namespace {

struct Paths {
  explicit Paths(const toy::TempDir& dir, const std::string& token = "t") {
    folder = toy::Install(dir.path() / "plugins", toy::fs::path(TOY_LIBRARIES) / "good.so");
    place = (dir.path() / "plugins").string();
    library = (folder / "libtoy.so").string();
    connection = (dir.path() / "connection.json").string();
    input = (dir.path() / "input.json").string();
    toy::WriteFile(
        connection,
        "{ \"plugin\": \"toy\", \"type\" : \"token\",\n \"credentials\": {\"token\": \"" + token +
            "\"},\n \"settings\" : {\"place\":\"a \\\"}\\\" b\"} }");
    toy::WriteFile(input, "{\"n\":1}");
  }
  toy::fs::path folder;
  std::string place, library, connection, input;
};

child::Ending Run(std::vector<std::string> arguments) {
  child::Setup setup;
  setup.arguments = std::move(arguments);
  return child::Child(setup).Wait();
}

// What the two programs share: their arguments differ only in how the plugin is named.
void CheckHost(const std::string& program, const std::string& plugin, const Paths& paths) {
  child::Ending ending = Run({program, plugin, "toy.echo", paths.connection, paths.input});
  CHECK(ending.code == 0);
  CHECK(ending.out == "{\"input\":{\"n\":1},\"key\":\"\"}\n");
  ending = Run({program, plugin, "toy.login", paths.connection, paths.input});
  CHECK(ending.out == "{\"settings\":{\"place\":\"a \\\"}\\\" b\"},\"policy\":{}}\n");
  ending = Run({program, plugin, "toy.fail", paths.connection, paths.input});
  CHECK(ending.code == 1);
  CHECK(ending.err.find("Broken.") != std::string::npos);
  CHECK(Run({program}).code == 64);
}

}  // namespace

TEST_CASE("the host in C") {
  const toy::TempDir dir;
  const Paths paths(dir);
  CheckHost(HOST_IN_C, paths.library, paths);
  const child::Ending gone =
      Run({HOST_IN_C, paths.place + "/none.so", "toy.echo", paths.connection, paths.input});
  CHECK(gone.code == 78);
  CHECK(gone.err.find("none.so") != std::string::npos);
  const std::string bad = std::string(TOY_LIBRARIES) + "/wrong_magic.so";
  CHECK(Run({HOST_IN_C, bad, "toy.echo", paths.connection, paths.input}).code == 78);
}

TEST_CASE("the host in C++") {
  const toy::TempDir dir;
  const Paths paths(dir);
  CheckHost(HOST_IN_CPP, paths.place, paths);
  const child::Ending gone =
      Run({HOST_IN_CPP, paths.place, "lego.build", paths.connection, paths.input});
  CHECK(gone.code == 78);
  CHECK(gone.err.find("There is no plugin \"lego\"") != std::string::npos);
}

TEST_CASE("both pass a refused connection on") {
  const toy::TempDir dir;
  const Paths paths(dir, "refused");
  for (const auto& [program, plugin] :
       {std::pair<std::string, std::string>(HOST_IN_C, paths.library),
        {HOST_IN_CPP, paths.place}}) {
    const child::Ending ending = Run({program, plugin, "toy.echo", paths.connection, paths.input});
    CHECK(ending.code != 0);
    CHECK(ending.err.find("The token has the wrong form.") != std::string::npos);
  }
}
