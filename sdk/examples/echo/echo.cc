// SPDX-License-Identifier: Apache-2.0
// A complete task plugin, and a tutorial: `taskhost new NAME` makes a copy of this folder under a
// name of your own, ready to be built, packed and changed.
//
// 1. manifest/ says what the plugin is: plugin.json names it, its tasks and its connections; tasks/
//    holds a JSON Schema for each task's input and output; locales/ holds the texts that people
//    read. A host can list all this without running a line of your code.
// 2. CMakeLists.txt calls tp_add_plugin(), which builds the library, embeds the schemas and lays
//    the directory out.
// 3. This file does the work. It never sees the C interface; the SDK's base classes do that part.
#include <fmt/format.h>

#include "author/entry.h"

namespace {

using namespace task_plugin;  // NOLINT(google-build-using-namespace): a page that has to be read at
                              // one go

// A connection holds what a task needs to know of one account: an address, credentials. Echo has
// none.
class NoAccount final : public Connection {
 public:
  void UpdateCredentials(std::string_view /*credentials_json*/) override {}
};

// BlockingPlugin: each task is a function that returns when it is done. A plugin with an event loop
// of its own derives from Plugin instead and gets an operation to complete whenever it likes.
class EchoPlugin final : public BlockingPlugin {
 public:
  using BlockingPlugin::BlockingPlugin;

  // The task types, in the manifest's order. File() gives the bytes that tp_add_plugin() embedded;
  // the host checks that they equal the files beside the library.
  static std::span<const TaskType> Tasks() {
    static const TaskType tasks[] = {
        {"echo.say", 1, embedded::File("tasks/say.input.json"),
         embedded::File("tasks/say.output.json")},
    };
    return tasks;
  }

  // Check the form of settings and credentials here, without traffic. Throw Error to refuse. Say()
  // looks the sentence up under "texts" of the locale file for the host's language; the SDK brings
  // its own sentences along.
  std::unique_ptr<Connection> Connect(const ConnectInfo& info) override {
    if (info.type != "none") {
      throw Error(Status::kInvalidArgument, "invalid_input",
                  texts().Say("Echo knows only the connection type \"none\"."));
    }
    return std::make_unique<NoAccount>();
  }

  // One task. The input has been coerced ("oui" is true by now) and checked against the schema:
  // whatever you ask for has the declared type, and a required field is there. To fail, throw
  // Error. Anything else that is thrown counts as a defect of the plugin; the host hears of it and
  // lives on.
  Output Run(Operation& operation) override {
    const Input& input = operation.input();
    const int64_t times = input.Integer("times").value_or(1);
    std::string said;
    for (int64_t i = 0; i < times; ++i) {
      if (operation.cancelled())
        throw Error(Status::kCancelled, "cancelled", texts().Say("Echo was told to stop."));
      said += fmt::format("{}{}{}", i == 0 ? "" : " ", *input.Text("text"),
                          input.Boolean("loud").value_or(false) ? "!" : "");
      operation.Progress(static_cast<double>(i + 1) / static_cast<double>(times),
                         texts().Say("saying it"));
    }
    if (input.Text("tone") == "friendly") said += " :)";
    host().Log(LogLevel::kDebug, "Said something.", fmt::format(R"({{"times":{}}})", times));

    json::Buffer buffer;
    json::Writer writer(buffer);
    writer.StartObject();
    json::WriteText(writer, "said");
    json::WriteText(writer, said);
    for (const char* copied : {"tags", "extra"}) {
      if (const json::Value* value = input.Find(copied)) {
        json::WriteText(writer, copied);
        json::Write(writer, *value);  // numbers keep every digit
      }
    }
    writer.EndObject();
    return Output{buffer.Take(), {}};
  }
};

}  // namespace

// The one symbol that the library exports.
TP_PLUGIN(EchoPlugin)
