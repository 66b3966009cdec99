// SPDX-License-Identifier: Apache-2.0
// Finds plugins on the search path. Reads manifests only: no code of any plugin runs in this
// process.
//
//   auto registry = PluginRegistry::Discover(ResolveSearchPath(options, environment));
//   const auto [plugin, task] = registry.FindTask("toy.echo");
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/manifest.h"
#include "host/search_path.h"
#include "host/trial.h"

namespace task_host {

// One folder <place>/<id>/<version>, or something in the way of one.
struct PluginEntry {
  enum class State {
    kUsable,
    kShadowed,  // another folder holds the plugin of this id that counts
    kBroken,    // the folder, the manifest, or a file that it names is at fault
  };
  Level level = Level::kExplicit;
  std::filesystem::path folder;
  std::string id;       // name of the folder; equals the manifest's unless broken
  std::string version;  // the same; "" when there is no folder of a version
  State state = State::kUsable;
  bool chosen = false;  // in its folder, by somebody: the highest version counts otherwise
  Sentence reason{};    // why it is not usable; empty when it is
  std::optional<Manifest> manifest;  // nothing when broken, unless it is the library that is
};

// "usable", "shadowed", "broken".
std::string_view StateName(PluginEntry::State state);

struct FoundTask {
  const PluginEntry* plugin;
  const TaskEntry* task;
};

class PluginRegistry {
 public:
  // Looks exactly two levels below each place; names that begin with . or @ are skipped, and a
  // folder that is reached twice counts once. Of one id, the earlier level counts, in one level
  // the highest version. A pre-release counts only when prereleases is true. A version that was
  // chosen (choice.h) counts before all others of its folder, also when it is a pre-release. A
  // version that was found before with another plugin.json or library is broken.
  static PluginRegistry Discover(std::vector<SearchPlace> places, bool prereleases = false);

  // Loads the library of every usable plugin for trial; one that fails is broken from now on. No
  // other version takes its place. Throws as Trial::FaultOf.
  void TryOut(Trial& trial);

  const std::vector<SearchPlace>& places() const { return places_; }
  const std::vector<PluginEntry>& entries() const { return entries_; }

  // The usable plugin of this id. Throws Error: kManifest when all that is there is broken, else
  // kNotFound with every place that was searched and what is the matter with it.
  const PluginEntry& FindPlugin(std::string_view id) const;
  // The task and its plugin. Throws as FindPlugin, and kNotFound when the plugin has no such task.
  FoundTask FindTask(std::string_view task_id) const;

 private:
  Sentence DescribePlaces() const;

  std::vector<SearchPlace> places_;
  std::vector<PluginEntry> entries_;
};

}  // namespace task_host
