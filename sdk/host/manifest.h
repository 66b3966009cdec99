// SPDX-License-Identifier: Apache-2.0
// plugin.json: what a plugin says about itself, readable without running its code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/json.h"

namespace task_host {

struct TaskEntry {
  std::string id;  // "<plugin id>.<task>"
  std::string title;
  std::string description;
  std::string group;
  std::uint32_t schema_version = 1;
  Json input_schema;
  Json output_schema;
  std::vector<std::string> connections;  // accepted connection types; empty: it needs none
  std::string side_effects;              // none, read, write or destructive
  std::string idempotency;               // native, key or none
  std::int64_t timeout_ms = 0;           // 0: not said
  std::int64_t batch_max = 1;
  bool dry_run = false;
  std::vector<std::string> errors;
};

struct ConnectionType {
  std::string id;
  std::string title;
  std::string description;
  std::vector<std::string> guide;  // how to get what it needs, step by step; may be empty
  Json settings;                   // schema
  Json credentials;                // schema
};

struct Manifest {
  std::filesystem::path folder;
  std::string id;
  std::string name;
  std::string version;
  std::string description;
  std::string license;
  std::vector<std::string> required_services;
  std::vector<ConnectionType> connections;
  std::vector<TaskEntry> tasks;                              // in the file's order
  std::vector<std::pair<std::string, std::string>> locales;  // language, path inside folder
  std::filesystem::path library;                             // for this platform; absolute
  Json document;                                             // the whole file

  const TaskEntry* FindTask(std::string_view task_id) const;
  const ConnectionType* FindConnection(std::string_view type) const;
};

// Lower case letters, digits, - and _, at most 128 bytes: what plugins and connection types are
// named.
bool IsId(std::string_view text);

// Reads folder/plugin.json and the schemas that it names, and checks that this host can use them
// on this machine. No code of the plugin runs. Throws Error(kManifest) whose message has one line
// for each fault, with its JSON Pointer.
Manifest LoadManifest(const std::filesystem::path& folder);

// The path of a file that a manifest names: relative, without "..", and inside the folder even
// when symbolic links are followed. The file, the folders around it and the one that holds the
// plugin's folder must be trusted (trust.h). Throws Error(kManifest).
std::filesystem::path ConfinedPath(const std::filesystem::path& folder, const std::string& name);

// The key of this machine in "libraries", such as "linux-x86_64".
std::string_view PlatformName();

}  // namespace task_host
