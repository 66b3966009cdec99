// SPDX-License-Identifier: Apache-2.0
// The built plugin in this process, and beside it a Zendesk on loopback that misbehaves on demand.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "host/connection.h"
#include "host/instance.h"
#include "host/manifest.h"
#include "host/plugin.h"
#include "host/services.h"
#include "server.h"
#include "tests/sandbox/desk.h"

namespace faults {

using std::chrono::steady_clock;
using task_host::Connection;
using task_host::HostServices;
using task_host::Operation;
using task_host::PluginInstance;
using task_host::Result;

inline double SecondsSince(steady_clock::time_point start) {
  return std::chrono::duration<double>(steady_clock::now() - start).count();
}

inline task_host::TaskRequest CreateTicket() {
  task_host::TaskRequest request;
  request.task_type = "zendesk.create_ticket";
  request.input_json = R"({"comment_body":"Help me."})";
  return request;
}

/// A Zendesk that listens. Control without the network: faults, counts and the list of requests.
class Zendesk {
 public:
  Zendesk() : server_(desk_.application, {}) { server_.start(); }

  std::string url() const { return server_.url(); }

  void Fault(const std::string& json) {
    REQUIRE(desk_.call("POST", "/sandbox/faults", json).status == 201);
  }
  void ClearFaults() { desk_.call("DELETE", "/sandbox/faults"); }

  /// Stored writes since the start.
  std::string Commits() { return desk_.call("GET", "/sandbox/state").at("/commits"); }
  std::string Tickets() { return desk_.call("GET", "/sandbox/state").at("/tickets"); }
  /// Requests that have arrived since the start.
  std::string Requests() { return desk_.call("GET", "/sandbox/state").at("/requests"); }
  /// One value of the request with this number, from 0.
  std::string Of(int request, const std::string& name) {
    return desk_.call("GET", "/sandbox/requests")
        .at("/requests/" + std::to_string(request) + "/" + name);
  }

  void WaitForRequests(const std::string& count) {
    const auto start = steady_clock::now();
    while (Requests() != count) {
      REQUIRE(SecondsSince(start) < 30);
      std::this_thread::yield();
    }
  }

 private:
  sandbox::Desk desk_;
  sandbox::Server server_;
};

/// A plugin object. `policy_json` is the host's policy.
class Bench {
 public:
  explicit Bench(const std::string& policy_json = "{}")
      : services_(std::make_shared<HostServices>(
            "faults", "1", TP_LOG_ERROR, [](auto, std::string_view line, auto) { MESSAGE(line); })),
        instance_(
            PluginInstance::Create(task_host::Plugin::Load(task_host::LoadManifest(ZENDESK_PLUGIN)),
                                   services_, policy_json)) {}
  ~Bench() { CHECK(services_->plugin_bugs() == 0); }
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  std::shared_ptr<Connection> Open(const std::string& base_url) {
    const std::string base =
        base_url.empty() ? "" : R"(,"max_attempts":1,"base_url":")" + base_url + "\"";
    return Connection::Open(instance_,
                            {.type = "oauth_access_token",
                             .id = "c",
                             .settings_json = R"({"subdomain":"acme")" + base + "}",
                             .credentials_json = R"({"access_token":"sandbox-access-token"})"});
  }

  PluginInstance& instance() { return *instance_; }
  /// Lets go of the plugin object, which ends with its last connection.
  void Release() { instance_.reset(); }

 private:
  std::shared_ptr<HostServices> services_;
  std::shared_ptr<PluginInstance> instance_;
};

}  // namespace faults
