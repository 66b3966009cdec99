// SPDX-License-Identifier: Apache-2.0
// Plugins of old and new headers in the host of today, and the other way round: every header that
// was released, and one as the next minor version may be, in which each struct has a field more.
#include <doctest/doctest.h>

#include <sstream>

#include "child.h"
#include "host/connection.h"
#include "host/error.h"
#include "toy_folder.h"

namespace {

using namespace task_host;

// The names of the editions: "1.0", ..., "next".
std::vector<std::string> Editions() {
  std::vector<std::string> names;
  std::istringstream list(EDITIONS);
  for (std::string name; list >> name;) names.push_back(name);
  return names;
}

toy::fs::path LibraryOf(const std::string& name) {
  return toy::fs::path(TOY_LIBRARIES) / (name + ".so");
}

std::shared_ptr<const Plugin> Load(const toy::TempDir& dir, const std::string& name) {
  return Plugin::Load(LoadManifest(toy::Install(dir.path(), LibraryOf(name))));
}

}  // namespace

TEST_CASE("this host runs plugins of every edition") {
  REQUIRE(Editions().size() >= 2);
  CHECK(Editions().back() == "next");
  for (const std::string& edition : Editions()) {
    CAPTURE(edition);
    const toy::TempDir dir;
    const auto plugin = Load(dir, "of_" + edition);
    CHECK((plugin->entry().struct_size > sizeof(tp_entry)) == (edition == "next"));
    const auto services = std::make_shared<HostServices>("test", "1", TP_LOG_TRACE, nullptr);
    const auto instance = PluginInstance::Create(plugin, services, "{\"locale\":\"en\"}");
    const auto connection = Connection::Open(instance, {.type = "token",
                                                        .id = "c",
                                                        .settings_json = "{\"place\":\"here\"}",
                                                        .credentials_json = "{\"token\":\"t\"}"});
    TaskRequest echo;
    echo.task_type = "toy.echo";
    echo.input_json = "{\"text\":\"Hello\"}";
    echo.idempotency_key = "key";
    const std::string expected = "{\"input\":{\"text\":\"Hello\"},\"key\":\"key\"}";
    CHECK(connection->Execute(echo).output_json == expected);
    for (Operation& operation : connection->Submit({echo, echo})) {
      CHECK(operation.Wait().output_json == expected);
    }
    TaskRequest fail;
    fail.task_type = "toy.fail";
    fail.input_json = "{\"mode\":\"limited\"}";
    const Result limited = connection->Execute(fail);
    CHECK(limited.status == TP_E_RATE_LIMITED);
    CHECK(limited.retry_after_ms == 1500);
  }
}

TEST_CASE("hosts of every edition run plugins of every edition") {
  std::vector<std::string> plugins = {"good"};
  for (const std::string& edition : Editions()) plugins.push_back("of_" + edition);
  for (const std::string& edition : Editions()) {
    for (const std::string& plugin : plugins) {
      CAPTURE(edition);
      CAPTURE(plugin);
      const toy::TempDir dir;
      const std::string connection = (dir.path() / "connection.json").string();
      const std::string input = (dir.path() / "input.json").string();
      toy::WriteFile(connection,
                     R"({"type": "token", "settings": {}, "credentials": {"token": "t"}})");
      toy::WriteFile(input, "{\"n\":1}");
      child::Setup setup;
      setup.arguments = {std::string(HOSTS) + "/host_of_" + edition, LibraryOf(plugin).string(),
                         "toy.echo", connection, input};
      const child::Ending ending = child::Child(setup).Wait();
      CHECK(ending.code == 0);
      CHECK(ending.out == "{\"input\":{\"n\":1},\"key\":\"\"}\n");
    }
  }
}

TEST_CASE("a plugin that needs the next edition is refused by this one, and runs in its own") {
  const toy::TempDir dir;
  CHECK_THROWS_AS(Load(dir, "needs_next"), Error);
  child::Setup setup;
  setup.arguments = {std::string(HOSTS) + "/host_of_" + Editions().front(),
                     LibraryOf("needs_next").string(), "toy.echo", "none", "none"};
  CHECK(child::Child(setup).Wait().code == 78);
  setup.arguments[0] = std::string(HOSTS) + "/host_of_next";
  CHECK(child::Child(setup).Wait().code == 1);  // loaded; there is no connection to read
}
