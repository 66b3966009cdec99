// SPDX-License-Identifier: Apache-2.0
// Searching, loading and connecting, from several threads at once.
#include "node/src/engine.h"

#include <utility>

#include "host/error.h"
#include "node/src/documents.h"

namespace task_node {

using task_host::Connection;
using task_host::ConnectionSpec;
using task_host::Error;
using task_host::PluginInstance;
using task_host::PluginRegistry;

namespace {

task_host::Refused Closed() {
  task_host::Result result;
  result.status = TP_E_INVALID_STATE;
  result.error_code = "host.closed";
  result.error_message = "The host was closed.";
  return task_host::Refused(std::move(result));
}

tp_status StatusOf(Error::Kind kind) {
  if (kind == Error::Kind::kNotFound) return TP_E_NOT_FOUND;
  if (kind == Error::Kind::kForbidden) return TP_E_PERMISSION_DENIED;
  return kind == Error::Kind::kFormat ? TP_E_INVALID_ARGUMENT : TP_E_ABI;
}

const char* CodeOf(Error::Kind kind) {
  switch (kind) {
    case Error::Kind::kNotFound:
      return "host.not_found";
    case Error::Kind::kFormat:
      return "host.format";
    case Error::Kind::kManifest:
      return "host.manifest";
    case Error::Kind::kForbidden:
      return "host.forbidden";
    case Error::Kind::kLibrary:
      break;
  }
  return "host.library";
}

}  // namespace

Engine::Engine(EngineOptions options, task_host::LogSink log,
               std::shared_ptr<task_host::TokenStore> tokens)
    : options_(std::move(options)),
      services_(std::make_shared<task_host::HostServices>(
          options_.name, options_.version, options_.log_level, std::move(log), std::move(tokens))),
      trial_(options_.trial_program, options_.environment) {}

std::shared_ptr<const PluginRegistry> Engine::Search(bool anew) {
  const std::lock_guard<std::mutex> loading(loading_);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) throw Closed();
    if (registry_ != nullptr && !anew) return registry_;
  }
  auto registry = std::make_shared<PluginRegistry>(PluginRegistry::Discover(
      task_host::ResolveSearchPath(options_.search, options_.environment), options_.prereleases));
  registry->TryOut(trial_);
  const std::lock_guard<std::mutex> lock(mutex_);
  registry_ = std::move(registry);
  return registry_;
}

std::string Engine::List() {
  return ListDocument(*Search(true));
}

std::string Engine::Describe(const std::string& task) {
  const auto registry = Search(false);
  const auto [plugin, entry] = registry->FindTask(task);
  return TaskDocument(*plugin->manifest, *entry);
}

std::shared_ptr<PluginInstance> Engine::InstanceOf(const task_host::Manifest& manifest) {
  const std::lock_guard<std::mutex> loading(loading_);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (closed_) throw Closed();
    const auto found = instances_.find(manifest.id);
    if (found != instances_.end()) return found->second;
  }
  auto instance =
      PluginInstance::Create(task_host::Plugin::Load(manifest), services_, options_.policy_json);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) throw Closed();
  instances_[manifest.id] = instance;
  return instance;
}

std::uint64_t Engine::Connect(const std::string& plugin, const ConnectionSpec& spec) {
  const auto registry = Search(false);
  auto connection = Connection::Open(InstanceOf(*registry->FindPlugin(plugin).manifest), spec);
  const std::lock_guard<std::mutex> lock(mutex_);
  if (closed_) throw Closed();
  connections_[++last_connection_] = std::move(connection);
  return last_connection_;
}

std::shared_ptr<Connection> Engine::Find(std::uint64_t connection) {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = connections_.find(connection);
  return found == connections_.end() ? nullptr : found->second;
}

void Engine::Disconnect(std::uint64_t connection) {
  std::shared_ptr<Connection> ending;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = connections_.find(connection);
  if (found == connections_.end()) return;
  ending = std::move(found->second);
  connections_.erase(found);
}

void Engine::Close() {
  trial_.Stop();
  // In the order of their ends: the plugin objects last.
  std::map<std::string, std::shared_ptr<PluginInstance>> instances;
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections;
  const std::lock_guard<std::mutex> lock(mutex_);
  closed_ = true;
  instances.swap(instances_);
  connections.swap(connections_);
}

task_host::Result ResultOf(const std::exception& failure) {
  if (const auto* refused = dynamic_cast<const task_host::Refused*>(&failure)) {
    return refused->result();
  }
  task_host::Result result;
  const auto* error = dynamic_cast<const Error*>(&failure);
  result.status = error == nullptr ? TP_E_INTERNAL : StatusOf(error->kind());
  result.error_code = error == nullptr ? "host.internal" : CodeOf(error->kind());
  result.error_message = failure.what();
  return result;
}

}  // namespace task_node
