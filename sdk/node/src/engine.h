// SPDX-License-Identifier: Apache-2.0
// What a Host of JavaScript stands on: its plugins, their objects and its connections. Knows
// nothing of JavaScript.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "host/connection.h"
#include "host/registry.h"
#include "host/services.h"
#include "host/trial.h"

namespace task_node {

struct EngineOptions {
  std::string name;
  std::string version;
  std::string policy_json;
  std::int32_t log_level = TP_LOG_WARN;
  task_host::SearchOptions search;
  task_host::Environment environment;
  bool prereleases = false;
  std::filesystem::path trial_program;
};

// Every function is for any thread, and throws task_host::Error and task_host::Refused.
class Engine {
 public:
  Engine(EngineOptions options, task_host::LogSink log,
         std::shared_ptr<task_host::TokenStore> tokens);
  ~Engine() { Close(); }
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // Searches anew and tries every library out: {"plugins":[...],"places":[...]}.
  std::string List();
  // A task with its schemas and the connection types that it accepts.
  std::string Describe(const std::string& task);
  // Loads the plugin if that has not happened, and gives the connection's number.
  std::uint64_t Connect(const std::string& plugin, const task_host::ConnectionSpec& spec);
  // NULL when it was disconnected.
  std::shared_ptr<task_host::Connection> Find(std::uint64_t connection);
  // Cancels what is open on it and waits for the end of that.
  void Disconnect(std::uint64_t connection);
  // Ends trials and all connections; what is asked for later is refused. Then waits until every
  // plugin object has ended that nobody else holds.
  void Close();

  task_host::BlobStore& blobs() { return services_->blobs(); }

 private:
  std::shared_ptr<const task_host::PluginRegistry> Search(bool anew);
  std::shared_ptr<task_host::PluginInstance> InstanceOf(const task_host::Manifest& manifest);

  const EngineOptions options_;
  const std::shared_ptr<task_host::HostServices> services_;
  task_host::Trial trial_;
  std::mutex loading_;  // so that nobody loads what another is loading
  std::mutex mutex_;
  std::shared_ptr<const task_host::PluginRegistry> registry_;
  std::map<std::string, std::shared_ptr<task_host::PluginInstance>> instances_;
  std::map<std::uint64_t, std::shared_ptr<task_host::Connection>> connections_;
  std::uint64_t last_connection_ = 0;
  bool closed_ = false;
};

// The result that tells what was thrown, for those who can only hand results on.
task_host::Result ResultOf(const std::exception& failure);

}  // namespace task_node
