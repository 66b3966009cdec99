// SPDX-License-Identifier: Apache-2.0
// A host in one page of C++: finds a plugin, opens a connection, runs a task. sdk/host does the
// rest: the search, the comparison of manifest and library, the copying of results.
//
//   host_in_cpp PLUGIN_DIRECTORY TASK CONNECTION_FILE INPUT_FILE
#include <filesystem>
#include <iostream>

#include "host/connection.h"
#include "host/error.h"
#include "host/file.h"
#include "host/registry.h"
#include "host/status.h"

namespace {

using task_host::Json;

int Run(const std::string& directory, const std::string& task_id, const std::string& connection,
        const std::string& input) {
  // Where to look. An empty environment: this host follows its argument alone.
  task_host::SearchOptions search;
  search.explicit_directories = {std::filesystem::absolute(directory).string()};
  const auto registry = task_host::PluginRegistry::Discover(
      task_host::ResolveSearchPath(search, task_host::Environment()));
  const auto [found, task] = registry.FindTask(task_id);

  // From here on the plugin's code runs. The services are what it may ask of this host.
  auto services = std::make_shared<task_host::HostServices>(
      "host_in_cpp", "1.0", TP_LOG_WARN,
      [](std::int32_t, std::string_view message, std::string_view) {
        std::cerr << message << "\n";
      });
  const auto plugin = task_host::Plugin::Load(*found->manifest);
  const auto instance = task_host::PluginInstance::Create(plugin, services, "{}");

  // One account; it closes itself, and so does the instance.
  const Json document = task_host::ReadJsonFile(connection);
  task_host::ConnectionSpec spec;
  spec.type = document.Text("type");
  spec.id = connection;
  if (const Json* settings = document.Find("settings")) spec.settings_json = settings->Serialize();
  if (const Json* secrets = document.Find("credentials")) {
    spec.credentials_json = secrets->Serialize();
  }
  const auto account = task_host::Connection::Open(instance, spec);

  // submit() starts tasks and returns; each operation is waited for when its result is needed.
  task_host::TaskRequest request;
  request.task_type = task->id;
  request.input_json = task_host::ReadFile(input);
  std::vector<task_host::Operation> operations = account->Submit({request});
  const task_host::Result result = operations[0].Wait();
  if (result.ok()) {
    std::cout << result.output_json << "\n";
    return 0;
  }
  std::cerr << task_host::StatusName(result.status) << ": " << result.error_message
            << " (try again: " << task_host::RetryName(result.retry) << ")\n";
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "usage: host_in_cpp PLUGIN_DIRECTORY TASK CONNECTION_FILE INPUT_FILE\n";
    return 64;
  }
  try {
    return Run(argv[1], argv[2], argv[3], argv[4]);
  } catch (const std::exception& error) {  // not found, broken, refused: what() says it
    std::cerr << error.what() << "\n";
    return 78;
  }
}
