// SPDX-License-Identifier: Apache-2.0
// taskhost list: what is there, and what is the matter with it.
#include <doctest/doctest.h>

#include "desk.h"

using child::Child;
using child::Ending;
using child::Setup;
using desk::Desk;
using desk::Holds;
using task_host::Json;

TEST_CASE("list shows plugins, broken ones too, and runs no code; so does describe") {
  const Desk desk;
  toy::WriteFile(desk.folder().parent_path() / "2.0.0" / "plugin.json", "{");
  const std::string mark = desk.Path("loaded");
  const std::vector<std::vector<std::string>> commands = {
      {"list"}, {"list", "--json"}, {"describe", "toy.echo"}, {"describe", "toy.echo", "--json"}};
  for (const auto& command : commands) {
    Setup setup = desk.Command(command);
    setup.environment = {"TOY_LOADED_FILE=" + mark};
    CHECK(Child(setup).Wait().code == 0);
    CHECK_FALSE(toy::fs::exists(mark));
  }
  Setup run = desk.Command({"run", "toy.echo"});
  run.environment = {"TOY_LOADED_FILE=" + mark};
  CHECK(Child(run).Wait().code == 0);
  CHECK(toy::fs::exists(mark));

  const Ending text = desk.Run({"list"});
  CHECK(Holds(text.out, "toy 1.0.0  Toy\n  toy.echo   Echo\n"));
  CHECK(Holds(text.out, "toy 2.0.0  broken: "));
  const Json list = Json::Parse(desk.Run({"list", "--json"}).out);
  CHECK(list.At("/plugins/0")->Text("state") == "usable");
  CHECK(list.At("/plugins/0/tasks/3")->Text("title") == "Log in");
  CHECK(list.At("/plugins/1")->Text("state") == "broken");
  CHECK(Holds(list.At("/plugins/1")->Text("reason"), "not acceptable JSON"));
  CHECK(list.At("/places/0")->Text("level") == "explicit");
}

TEST_CASE("list tells people what they should mend, and of the rest only when there is nothing") {
  const Desk desk;
  toy::WriteFile(desk.folder().parent_path() / "plugin.json", "{}");
  toy::fs::create_symlink("gone", desk.Path("plugins") + "/lego");
  const std::string file = desk.Write("file", "");
  Setup setup = desk.Command({"list"});
  setup.environment = {"TASK_PLUGIN_PATH=" + desk.Path("absent") + ":" + file};
  const Ending ending = Child(setup).Wait();
  CAPTURE(ending.out);
  CHECK(ending.code == 0);
  CHECK(Holds(ending.out, "\ntoy 1.0.0  Toy\n"));
  CHECK(
      Holds(ending.out, "toy  broken: " + desk.Path("plugins") + "/toy: the level of the version"));
  CHECK(Holds(ending.out, "lego  broken: " + desk.Path("plugins") + "/lego: a symbolic link"));
  CHECK(Holds(ending.out, "Places that could not be searched:\n  environment  " + file +
                              "  refused: not a directory\n"));
  CHECK_FALSE(Holds(ending.out, "absent"));
  const Ending sound = Desk().Run({"list"});
  CHECK_FALSE(Holds(sound.out, "Places"));
}

TEST_CASE("what is not found is said with every place, the registrations too") {
  const Ending ending = Desk().Run({"run", "lego.build"});
  CHECK(ending.code == 66);
  CHECK(Holds(ending.err, "system /etc/task-plugins/plugins.d: "));
}
