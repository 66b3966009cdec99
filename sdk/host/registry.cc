// SPDX-License-Identifier: Apache-2.0
// Walking the places and choosing among what is there.
#include "host/registry.h"

#include <algorithm>
#include <set>

#include "host/error.h"
#include "host/semver.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

// The folders directly below, sorted by name so that the outcome does not depend on the disk.
std::vector<fs::path> Folders(const fs::path& parent, std::string& problem) {
  std::vector<fs::path> folders;
  std::error_code error;
  for (fs::directory_iterator at(parent, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (name[0] == '.' || name[0] == '@' || !at->is_directory(ignored)) continue;
    folders.push_back(at->path());
  }
  if (error) problem = "cannot be read: " + error.message();
  std::sort(folders.begin(), folders.end());
  return folders;
}

PluginEntry ReadEntry(Level level, const fs::path& folder) {
  PluginEntry entry;
  entry.level = level;
  entry.folder = folder;
  entry.id = folder.parent_path().filename().string();
  entry.version = folder.filename().string();
  try {
    if (IsWorldWritable(folder) || IsWorldWritable(folder.parent_path())) {
      throw Error(Error::Kind::kManifest, folder.string() + ": every user can write to it");
    }
    Manifest manifest = LoadManifest(folder);
    if (manifest.id != entry.id || manifest.version != entry.version) {
      throw Error(Error::Kind::kManifest, folder.string() + ": the folder is not named after the " +
                                              "plugin, which is " + manifest.id + " " +
                                              manifest.version);
    }
    entry.manifest = std::move(manifest);
  } catch (const Error& error) {
    entry.state = PluginEntry::State::kBroken;
    entry.reason = error.what();
  }
  return entry;
}

bool IsPrerelease(const PluginEntry& entry) {
  return SemVer::Parse(entry.version)->is_prerelease();
}

// Does a win over b, both being good plugins of one id?
bool Wins(const PluginEntry& a, const PluginEntry& b) {
  if (a.level != b.level) return a.level < b.level;
  return *SemVer::Parse(a.version) > *SemVer::Parse(b.version);
}

// Leaves one usable entry of each id.
void Choose(std::vector<PluginEntry>& entries, bool prereleases) {
  for (PluginEntry& entry : entries) {
    if (entry.state == PluginEntry::State::kUsable && !prereleases && IsPrerelease(entry)) {
      entry.state = PluginEntry::State::kShadowed;
      entry.reason = "a pre-release, which nobody asked for";
    }
  }
  for (PluginEntry& entry : entries) {
    if (entry.state != PluginEntry::State::kUsable) continue;
    for (PluginEntry& other : entries) {
      if (&other == &entry || other.id != entry.id) continue;
      if (other.state != PluginEntry::State::kUsable || !Wins(other, entry)) continue;
      entry.state = PluginEntry::State::kShadowed;
      entry.reason = "shadowed by " + other.folder.string();
      break;
    }
  }
  // What is left of one id has the same level and version: the first place of the list counts.
  std::vector<const PluginEntry*> usable;
  for (PluginEntry& entry : entries) {
    if (entry.state != PluginEntry::State::kUsable) continue;
    const auto first = std::find_if(usable.begin(), usable.end(),
                                    [&](const PluginEntry* seen) { return seen->id == entry.id; });
    if (first == usable.end()) {
      usable.push_back(&entry);
    } else {
      entry.state = PluginEntry::State::kShadowed;
      entry.reason = "shadowed by " + (*first)->folder.string();
    }
  }
}

}  // namespace

PluginRegistry PluginRegistry::Discover(std::vector<SearchPlace> places, bool prereleases) {
  PluginRegistry registry;
  std::set<fs::path> seen;
  for (SearchPlace& place : places) {
    if (!place.usable) continue;
    const std::size_t before = registry.entries_.size();
    std::size_t repeated = 0;
    for (const fs::path& id : Folders(place.path, place.note)) {
      std::string unreadable;
      for (const fs::path& folder : Folders(id, unreadable)) {
        std::error_code error;
        if (seen.insert(fs::canonical(folder, error)).second) {
          registry.entries_.push_back(ReadEntry(place.level, folder));
        } else {
          ++repeated;
        }
      }
    }
    const std::size_t count = registry.entries_.size() - before;
    if (!place.note.empty()) continue;
    place.note = std::to_string(count) + (count == 1 ? " plugin" : " plugins");
    if (repeated > 0) place.note += ", " + std::to_string(repeated) + " counted already";
  }
  registry.places_ = std::move(places);
  Choose(registry.entries_, prereleases);
  return registry;
}

const PluginEntry& PluginRegistry::FindPlugin(std::string_view id) const {
  std::string broken;
  std::string other;
  for (const PluginEntry& entry : entries_) {
    if (entry.id != id) continue;
    if (entry.state == PluginEntry::State::kUsable) return entry;
    const bool is_broken = entry.state == PluginEntry::State::kBroken;
    (is_broken ? broken : other) += "\n  " + entry.folder.string() + ": " + entry.reason;
  }
  const std::string name(id);
  if (!broken.empty()) {
    throw Error(Error::Kind::kManifest, "The plugin \"" + name + "\" cannot be used:" + broken);
  }
  throw Error(Error::Kind::kNotFound, "There is no plugin \"" + name + "\"." + other +
                                          "\nPlaces searched:" + DescribePlaces());
}

FoundTask PluginRegistry::FindTask(std::string_view task_id) const {
  const std::string name(task_id);
  const std::size_t dot = task_id.find('.');
  if (dot == std::string_view::npos) {
    throw Error(Error::Kind::kNotFound,
                "\"" + name + "\" names no task: a task is written as " + "<plugin>.<task>.");
  }
  const PluginEntry& plugin = FindPlugin(task_id.substr(0, dot));
  const TaskEntry* task = plugin.manifest->FindTask(task_id);
  if (task != nullptr) return {&plugin, task};
  std::string known;
  for (const TaskEntry& entry : plugin.manifest->tasks) known += " " + entry.id;
  throw Error(Error::Kind::kNotFound, "The plugin " + plugin.folder.string() + " has no task \"" +
                                          name + "\"; it has:" + known);
}

std::string PluginRegistry::DescribePlaces() const {
  std::string lines;
  for (const SearchPlace& place : places_) {
    lines += "\n  " + std::string(LevelName(place.level));
    if (!place.path.empty()) lines += " " + place.path.string();
    lines += ": " + place.note;
  }
  return lines;
}

}  // namespace task_host
