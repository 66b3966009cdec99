// SPDX-License-Identifier: Apache-2.0
// Where secrets may be: in requests, in the store, and in memory while there is a connection. The
// server sends back all it was sent; nothing of that may turn up anywhere else, ever.
#define DOCTEST_CONFIG_IMPLEMENT
#include "canary.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <memory>
#include <mutex>

#include "abi_host.h"
#include "echo_server.h"
#include "tests/host/toy_folder.h"

using canary::Kind;
using canary::Plain;
using task_host::FileTokenStore;
using Found = std::vector<std::string>;

namespace {

constexpr int kTasks = 24;

const std::vector<std::string> kTypes = {"api_token", "password", "oauth_access_token",
                                         outlive::kBySecret, outlive::kByCode};

int server_port = 0;

std::mutex log_mutex;
Found in_log;
int log_lines = 0;

std::int32_t TP_CALL Enabled(tp_host_ctx*, std::int32_t) {
  return 1;
}
// Before the host masks anything.
void TP_CALL Write(tp_host_ctx*, std::int32_t, tp_str message, tp_str fields) {
  const std::lock_guard lock(log_mutex);
  ++log_lines;
  for (const std::string_view text : {task_host::View(message), task_host::View(fields)}) {
    for (const std::string& name : canary::FindIn(text)) in_log.push_back(name);
  }
}
constexpr tp_svc_log kLog = {sizeof(tp_svc_log), 0, &Enabled, &Write};

void Check(const Found& found) {
  for (const std::string& name : found) FAIL_CHECK(name);
}

void Check(const task_host::Result& result) {
  for (const std::string& text : {result.output_json, result.warnings_json, result.error_code,
                                  result.error_message, result.error_details_json}) {
    CAPTURE(text);
    Check(canary::FindIn(text));
  }
}

// What a connection of this type holds, with the secrets in it.
void Credentials(const std::string& type, Plain& json) {
  if (type == outlive::kByCode || type == outlive::kBySecret) {
    json << R"({"client_id":"app","client_secret":")";
    json.InJson(Kind::kClientSecret) << "\"";
    if (type == outlive::kByCode) {
      json << R"(,"refresh_token":")";
      json.InJson(Kind::kRefreshToken) << "\"";
    }
  } else if (type == "oauth_access_token") {
    json << R"({"access_token":")";
    json.InJson(Kind::kAccessToken) << "\"";
  } else {
    const bool is_password = type == "password";
    json << R"({"email":"ann@example.com",")" << type << R"(":")";
    json.InJson(is_password ? Kind::kPassword : Kind::kApiToken) << "\"";
  }
  json << "}";
}

void SignIn(outlive::AbiHost& host, tp_conn* connection) {
  const auto* extension = static_cast<const tp_ext_sign_in*>(
      host.api().get_extension(host.object(), task_host::Borrow(TP_EXT_SIGN_IN)));
  REQUIRE(extension != nullptr);
  Plain code;
  code << Kind::kCode;
  Plain verifier;
  verifier << Kind::kVerifier;
  auto request = task_host::Sized<tp_sign_in_request>();
  request.redirect_uri = task_host::Borrow("http://127.0.0.1:8976/callback");
  request.state = task_host::Borrow("state");
  request.code_verifier = task_host::Borrow(verifier.text());
  for (const auto step : {extension->begin, extension->finish, extension->finish}) {
    task_host::Operation operation(host.services());
    const tp_sink sink = operation.Sink();
    REQUIRE(step(host.object(), connection, &request, &sink) == TP_OK);
    Check(operation.Wait());
    request.code = task_host::Borrow(code.text());
  }
}

void Use(const std::string& type, const std::string& folder) {
  const auto services = std::make_shared<task_host::HostServices>(
      "canary", "1", TP_LOG_TRACE, task_host::LogSink(),
      std::make_shared<FileTokenStore>(folder + "/tokens"));
  outlive::AbiHost host(services, nullptr, &kLog);
  Plain credentials;
  Credentials(type, credentials);
  tp_conn* const connection =
      host.Connect("http://127.0.0.1:" + std::to_string(server_port), type, credentials.text());
  if (type == outlive::kByCode) SignIn(host, connection);
  int succeeded = 0;
  for (int i = 0; i < kTasks; ++i) {
    const task_host::Result result = host.Execute(connection, outlive::CreateTicket());
    if (result.ok()) ++succeeded;
    Check(result);
  }
  CHECK(succeeded > 0);
  CHECK(succeeded < kTasks);
  Check(canary::FindInArguments());
  CHECK(!canary::FindInMemory().empty());  // the search finds what is there
  host.Disconnect(connection);
}

}  // namespace

TEST_SUITE_BEGIN("places");

TEST_CASE("secrets turn up in no log, result, argument of a process, or file but the store's") {
  const toy::TempDir dir;
  REQUIRE(chdir(dir.path().c_str()) == 0);
  for (const std::string& type : kTypes) {
    CAPTURE(type);
    Use(type, (dir.path() / type).string());
    Check(in_log);
  }
  CHECK(log_lines > kTasks);
  Check(canary::FindInFiles(dir.path().string(), ".json"));
}

TEST_SUITE_END();
TEST_SUITE_BEGIN("memory");

TEST_CASE("after a connection nothing is left of its secrets in memory") {
  const toy::TempDir dir;
  Check(canary::FindInMemory());  // this program holds none itself
  for (const std::string& type : kTypes) {
    CAPTURE(type);
    Use(type, (dir.path() / type).string());
    Check(canary::FindInMemory());
  }
}

TEST_SUITE_END();

int main(int count, char** arguments) {
  const canary::EchoServer server;
  server_port = server.port();
  return doctest::Context(count, arguments).run();
}
