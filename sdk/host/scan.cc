// SPDX-License-Identifier: Apache-2.0
// Walking the two levels of a place.
#include "host/scan.h"

#include <algorithm>
#include <system_error>

#include "host/choice.h"
#include "host/elf_file.h"
#include "host/error.h"
#include "host/file.h"
#include "host/semver.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

Sentence CannotBeRead(const std::error_code& error) {
  return Sentence("cannot be read: {}", error.message());
}

struct Folder {
  fs::path path;
  Sentence fault;  // why it cannot be entered; nothing when it can
};

// The folders directly below and the links that should lead to one, sorted by name so that the
// outcome does not depend on the disk. fault is why the parent cannot be read.
std::vector<Folder> Folders(const fs::path& parent, Sentence& fault) {
  std::vector<Folder> folders;
  std::error_code error;
  for (fs::directory_iterator at(parent, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name[0] == '.' || name[0] == '@') continue;
    std::error_code why;
    const fs::file_status status = at->status(why);
    if (why == std::errc::no_such_file_or_directory) {
      folders.push_back({at->path(), Sentence("a symbolic link that leads nowhere")});
    } else if (why) {
      folders.push_back({at->path(), CannotBeRead(why)});
    } else if (fs::is_directory(status)) {
      folders.push_back({at->path(), Sentence()});
    }
  }
  if (error) fault = CannotBeRead(error);
  std::sort(folders.begin(), folders.end(),
            [](const Folder& a, const Folder& b) { return a.path < b.path; });
  return folders;
}

bool HoldsManifest(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "plugin.json", ignored);
}

PluginEntry Broken(const fs::path& folder, std::string id, std::string version,
                   const Sentence& fault) {
  PluginEntry entry;
  entry.folder = folder;
  entry.id = std::move(id);
  entry.version = std::move(version);
  entry.state = PluginEntry::State::kBroken;
  entry.reason = Sentence("{}: {}", folder.string(), fault);
  return entry;
}

PluginEntry ReadEntry(const fs::path& folder) {
  PluginEntry entry;
  entry.folder = folder;
  entry.id = folder.parent_path().filename().string();
  entry.version = folder.filename().string();
  try {
    Manifest manifest = LoadManifest(folder);
    if (manifest.id != entry.id || manifest.version != entry.version) {
      throw Error(Error::Kind::kManifest, folder.string(),
                  Sentence("the folder is not named after the plugin, which is {} {}", manifest.id,
                           manifest.version));
    }
    const Sentence fault = FaultOfElfFile(manifest.library);
    if (!fault.empty()) {
      entry.state = PluginEntry::State::kBroken;
      entry.reason = Sentence("{}: {}", manifest.library.string(), fault);
    }
    entry.manifest = std::move(manifest);
  } catch (const Error& error) {
    entry.state = PluginEntry::State::kBroken;
    entry.reason = error.sentence();
  }
  return entry;
}

// A plugin.json at the level where only folders of versions belong.
PluginEntry WithoutVersion(const fs::path& folder) {
  std::string version;
  try {
    version = ReadJsonFile(folder / "plugin.json").Text("version");
  } catch (const Error&) {  // what else is wrong with it shows once it is in its place
  }
  if (!SemVer::Parse(version)) version = "<version>";
  return Broken(folder, folder.filename().string(), "",
                Sentence("the level of the version is missing; move what is in it to {}",
                         (folder / version).string()));
}

class Scanner {
 public:
  explicit Scanner(std::set<fs::path>& seen) : seen_(seen) {}

  void ReadId(const Folder& folder) {
    const std::string id = folder.path.filename().string();
    Sentence fault = folder.fault;
    std::vector<Folder> versions;
    if (fault.empty()) versions = Folders(folder.path, fault);
    if (!fault.empty()) entries_.push_back(Broken(folder.path, id, "", fault));
    const bool misplaced = HoldsManifest(folder.path);
    if (misplaced) entries_.push_back(WithoutVersion(folder.path));
    for (const Folder& version : versions) {
      const std::string name = version.path.filename().string();
      if (misplaced && !SemVer::Parse(name)) continue;  // a folder of the misplaced plugin
      if (!version.fault.empty()) {
        entries_.push_back(Broken(version.path, id, name, version.fault));
      } else if (IsNew(version.path)) {
        entries_.push_back(ReadEntry(version.path));
      }
    }
    if (fault.empty()) MarkChosen(folder.path, id);
  }

  Sentence Summary() const {
    const auto broken = std::count_if(entries_.begin(), entries_.end(), [](const auto& entry) {
      return entry.state == PluginEntry::State::kBroken;
    });
    const std::size_t good = entries_.size() - static_cast<std::size_t>(broken);
    Sentence summary = good == 1 ? Sentence("1 plugin") : Sentence("{} plugins", good);
    if (broken > 0) summary = Sentence("{}, {} broken", summary, broken);
    if (repeated_ > 0) summary = Sentence("{}, {} counted already", summary, repeated_);
    return summary;
  }

  std::vector<PluginEntry> Take() { return std::move(entries_); }

 private:
  void MarkChosen(const fs::path& folder, const std::string& id) {
    try {
      for (const std::string& version : ReadChoice(folder)) {
        for (PluginEntry& entry : entries_) {
          if (entry.folder != folder / version || entry.state != PluginEntry::State::kUsable) {
            continue;
          }
          entry.chosen = true;
          return;
        }
      }
    } catch (const Error& error) {
      entries_.push_back(Broken(folder, id, "", error.Beside(folder.string())));
    }
  }

  bool IsNew(const fs::path& folder) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    const bool is_new = seen_.insert(error ? folder : real).second;
    if (!is_new) ++repeated_;
    return is_new;
  }

  std::set<fs::path>& seen_;
  std::vector<PluginEntry> entries_;
  std::size_t repeated_ = 0;
};

}  // namespace

std::vector<PluginEntry> Scan(SearchPlace& place, std::set<fs::path>& seen) {
  Scanner scanner(seen);
  Sentence fault;
  std::vector<Folder> ids = Folders(place.path, fault);
  if (fault.empty() && HoldsManifest(place.path)) {
    fault = Sentence(
        "a plugin's own folder; a place holds <id>/<version>/plugin.json, so name the folder two "
        "levels above");
    ids.clear();
  }
  for (const Folder& id : ids) scanner.ReadId(id);
  place.fault = !fault.empty();
  place.note = place.fault ? fault : scanner.Summary();
  std::vector<PluginEntry> entries = scanner.Take();
  for (PluginEntry& entry : entries) entry.level = place.level;
  return entries;
}

}  // namespace task_host
