// SPDX-License-Identifier: Apache-2.0
// Choosing among what stands in the places.
#include "host/registry.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <set>

#include "host/error.h"
#include "host/scan.h"
#include "host/semver.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

bool SameBytes(const fs::path& a, const fs::path& b) {
  std::error_code error;
  if (fs::file_size(a, error) != fs::file_size(b, error) || error) return false;
  std::ifstream left(a, std::ios::binary);
  std::ifstream right(b, std::ios::binary);
  std::array<char, 65536> left_bytes;
  std::array<char, 65536> right_bytes;
  while (left && right) {
    left.read(left_bytes.data(), left_bytes.size());
    right.read(right_bytes.data(), right_bytes.size());
    const auto count = static_cast<std::size_t>(left.gcount());
    if (left.gcount() != right.gcount() ||
        std::memcmp(left_bytes.data(), right_bytes.data(), count) != 0) {
      return false;
    }
  }
  return left.eof() && right.eof();
}

// The name of a file that differs between two folders of the same plugin; "" when none does. The
// library holds the schemas, so these two files tell all.
std::string Difference(const PluginEntry& a, const PluginEntry& b) {
  if (!SameBytes(a.folder / "plugin.json", b.folder / "plugin.json")) return "plugin.json";
  if (SameBytes(a.manifest->library, b.manifest->library)) return std::string();
  return b.manifest->library.filename().string();
}

// A version is published once. Of two contents under one version the first place's counts.
void RefuseOtherContent(std::vector<PluginEntry>& entries) {
  for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
    if (entry->state == PluginEntry::State::kBroken) continue;
    const auto first = std::find_if(entries.begin(), entry, [&](const PluginEntry& other) {
      return other.state != PluginEntry::State::kBroken && other.id == entry->id &&
             other.version == entry->version;
    });
    if (first == entry) continue;
    const std::string difference = Difference(*first, *entry);
    if (difference.empty()) continue;
    entry->state = PluginEntry::State::kBroken;
    entry->reason = Sentence("{}: same version as {}, other content ({})", entry->folder.string(),
                             first->folder.string(), difference);
    entry->manifest.reset();
  }
}

bool IsPrerelease(const PluginEntry& entry) {
  return SemVer::Parse(entry.version)->is_prerelease();
}

// Does a win over b, both being good plugins of one id?
bool Wins(const PluginEntry& a, const PluginEntry& b) {
  if (a.level != b.level) return a.level < b.level;
  return *SemVer::Parse(a.version) > *SemVer::Parse(b.version);
}

void Shadow(PluginEntry& entry, const PluginEntry& by) {
  entry.state = PluginEntry::State::kShadowed;
  const std::string folder = by.folder.string();
  entry.reason = entry.version == by.version ? Sentence("shadowed by {}, which is the same", folder)
                                             : Sentence("shadowed by {}", folder);
}

// Of a folder in which somebody has chosen, only the choice can be used.
void FollowChoices(std::vector<PluginEntry>& entries) {
  for (const PluginEntry& chosen : entries) {
    if (!chosen.chosen || chosen.state != PluginEntry::State::kUsable) continue;
    for (PluginEntry& other : entries) {
      if (&other == &chosen || other.state != PluginEntry::State::kUsable ||
          other.folder.parent_path() != chosen.folder.parent_path()) {
        continue;
      }
      other.state = PluginEntry::State::kShadowed;
      other.reason = Sentence("version {} is the one that was chosen", chosen.version);
    }
  }
}

// Leaves one usable entry of each id.
void Choose(std::vector<PluginEntry>& entries, bool prereleases) {
  for (PluginEntry& entry : entries) {
    if (entry.state == PluginEntry::State::kUsable && !entry.chosen && !prereleases &&
        IsPrerelease(entry)) {
      entry.state = PluginEntry::State::kShadowed;
      entry.reason = Sentence("a pre-release, which nobody asked for");
    }
  }
  for (PluginEntry& entry : entries) {
    if (entry.state != PluginEntry::State::kUsable) continue;
    for (PluginEntry& other : entries) {
      if (&other == &entry || other.id != entry.id) continue;
      if (other.state != PluginEntry::State::kUsable || !Wins(other, entry)) continue;
      Shadow(entry, other);
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
      Shadow(entry, **first);
    }
  }
}

}  // namespace

std::string_view StateName(PluginEntry::State state) {
  switch (state) {
    case PluginEntry::State::kUsable:
      return "usable";
    case PluginEntry::State::kShadowed:
      return "shadowed";
    case PluginEntry::State::kBroken:
      break;
  }
  return "broken";
}

PluginRegistry PluginRegistry::Discover(std::vector<SearchPlace> places, bool prereleases) {
  PluginRegistry registry;
  std::set<fs::path> seen;
  for (SearchPlace& place : places) {
    if (!place.usable) continue;
    std::vector<PluginEntry> found = Scan(place, seen);
    std::move(found.begin(), found.end(), std::back_inserter(registry.entries_));
  }
  registry.places_ = std::move(places);
  RefuseOtherContent(registry.entries_);
  FollowChoices(registry.entries_);
  Choose(registry.entries_, prereleases);
  return registry;
}

void PluginRegistry::TryOut(Trial& trial) {
  for (PluginEntry& entry : entries_) {
    if (entry.state != PluginEntry::State::kUsable) continue;
    entry.reason = trial.FaultOf(*entry.manifest);
    if (!entry.reason.empty()) entry.state = PluginEntry::State::kBroken;
  }
}

const PluginEntry& PluginRegistry::FindPlugin(std::string_view id) const {
  Sentence broken;
  Sentence other;
  for (const PluginEntry& entry : entries_) {
    if (entry.id != id) continue;
    if (entry.state == PluginEntry::State::kUsable) return entry;
    const bool is_broken = entry.state == PluginEntry::State::kBroken;
    (is_broken ? broken : other) +=
        Sentence("\n  {}", Sentence("{}: {}", entry.folder.string(), entry.reason));
  }
  if (!broken.empty()) {
    throw Error(Error::Kind::kManifest,
                Sentence("The plugin \"{}\" cannot be used:{}", id, broken));
  }
  throw Error(Error::Kind::kNotFound, Sentence("There is no plugin \"{}\".{}\nPlaces searched:{}",
                                               id, other, DescribePlaces()));
}

FoundTask PluginRegistry::FindTask(std::string_view task_id) const {
  const std::size_t dot = task_id.find('.');
  const PluginEntry& plugin = FindPlugin(task_id.substr(0, dot));
  const TaskEntry* task = plugin.manifest->FindTask(task_id);
  if (task != nullptr) return {&plugin, task};
  std::string known;
  for (const TaskEntry& entry : plugin.manifest->tasks) {
    known += (known.empty() ? "" : " ") + entry.id;
  }
  if (dot == std::string_view::npos) {
    throw Error(Error::Kind::kNotFound,
                Sentence("\"{}\" names a plugin; its tasks are: {}", task_id, known));
  }
  throw Error(Error::Kind::kNotFound, Sentence("The plugin {} has no task \"{}\"; it has: {}",
                                               plugin.folder.string(), task_id, known));
}

Sentence PluginRegistry::DescribePlaces() const {
  Sentence lines;
  for (const SearchPlace& place : places_) {
    Sentence name = LevelTitle(place.level);
    if (!place.path.empty()) name = Sentence("{} {}", name, place.path.string());
    if (!place.registration.empty()) {
      name = Sentence("{} (named by {})", name, place.registration.string());
    }
    lines += Sentence("\n  {}", Sentence("{}: {}", name, place.note));
  }
  return lines;
}

}  // namespace task_host
