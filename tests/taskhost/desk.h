// SPDX-License-Identifier: Apache-2.0
// The program beside a place with the toy plugin.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "child.h"
#include "host/json.h"
#include "toy_folder.h"

namespace desk {

using child::Child;
using child::Ending;
using child::Setup;
using task_host::Json;

// A place with the toy plugin, and a folder for the documents of a test.
class Desk {
 public:
  Desk() {
    folder_ = toy::Install(dir_.path() / "plugins", toy::fs::path(TOY_LIBRARIES) / "good.so");
  }

  Setup Command(std::vector<std::string> arguments) const {
    Setup setup;
    setup.arguments = {TASKHOST, "--plugin-path", (dir_.path() / "plugins").string()};
    setup.arguments.insert(setup.arguments.end(), arguments.begin(), arguments.end());
    return setup;
  }
  Ending Run(std::vector<std::string> arguments, const std::string& input = "") const {
    Setup setup = Command(std::move(arguments));
    setup.input = input;
    return Child(setup).Wait();
  }
  // The output of toy.echo for these arguments: what the task was given.
  std::string Echoed(std::vector<std::string> arguments, const std::string& input = "") const {
    arguments.insert(arguments.begin(), {"run", "toy.echo", "--json"});
    const Ending ending = Run(std::move(arguments), input);
    CAPTURE(ending.err);
    CAPTURE(ending.out);
    REQUIRE(ending.code == 0);
    return Json::Parse(ending.out).At("/output/input")->Serialize();
  }
  std::string Write(const std::string& name, const std::string& text) const {
    const toy::fs::path path = dir_.path() / name;
    toy::WriteFile(path, text);
    toy::fs::permissions(path, toy::fs::perms::owner_read | toy::fs::perms::owner_write);
    return path.string();
  }
  std::string Path(const std::string& name) const { return (dir_.path() / name).string(); }
  const toy::fs::path& folder() const { return folder_; }

 private:
  toy::TempDir dir_;
  toy::fs::path folder_;
};

inline bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace desk
