// SPDX-License-Identifier: Apache-2.0
// Searching places that a test names, and nothing else of this machine.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "host/registry.h"
#include "toy_folder.h"

namespace places {

using task_host::Environment;
using task_host::PluginEntry;
using task_host::PluginRegistry;
using task_host::ResolveSearchPath;
using task_host::SearchOptions;

inline const toy::fs::path kGood = toy::fs::path(TOY_LIBRARIES) / "good.so";

// No places but those that a test names.
inline SearchOptions Only(std::vector<std::string> directories) {
  SearchOptions options;
  options.explicit_directories = std::move(directories);
  options.use_user = false;
  options.system_directories.clear();
  options.registration_directories.clear();
  return options;
}

inline PluginRegistry Discover(std::vector<std::string> directories, bool prereleases = false) {
  return PluginRegistry::Discover(ResolveSearchPath(Only(std::move(directories)), Environment()),
                                  prereleases);
}

inline bool Holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The only entry of this id and version.
inline const PluginEntry& EntryOf(const PluginRegistry& registry, const std::string& id,
                                  const std::string& version) {
  const PluginEntry* found = nullptr;
  for (const PluginEntry& entry : registry.entries()) {
    if (entry.id != id || entry.version != version) continue;
    REQUIRE(found == nullptr);
    found = &entry;
  }
  REQUIRE(found != nullptr);
  return *found;
}

}  // namespace places
