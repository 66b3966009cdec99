// SPDX-License-Identifier: Apache-2.0
// The order of steps in a change: all that takes time or can fail happens in the staging folder;
// the wish for a new version is written before the version is there, where it has no effect yet;
// the last step is one rename.
#include "host/bundle/plugin_place.h"

#include <algorithm>
#include <system_error>

#include "host/bundle/bundle_error.h"
#include "host/bundle/durable.h"
#include "host/bundle/glibc.h"
#include "host/bundle/hash_list.h"
#include "host/bundle/staging.h"
#include "host/choice.h"
#include "host/elf_file.h"
#include "host/file.h"
#include "host/manifest.h"
#include "host/semver.h"
#include "task_plugin.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxChoice = 16;

bool Contains(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// With the version before all others.
std::vector<std::string> WithFirst(std::vector<std::string> choice, const std::string& version) {
  std::erase(choice, version);
  choice.insert(choice.begin(), version);
  if (choice.size() > kMaxChoice) choice.resize(kMaxChoice);
  return choice;
}

void WriteChoice(const Staging& staging, const fs::path& plugin_folder,
                 const std::vector<std::string>& choice) {
  Json::Array versions;
  for (const std::string& version : choice) versions.emplace_back(version);
  Json document;
  document.Set("versions", Json(std::move(versions)));
  const fs::path written = staging.folder() / kChoiceName;
  WriteNewFile(written, document.Serialize() + "\n");
  MoveOver(written, plugin_folder / kChoiceName);
}

// What a host would refuse shows before the plugin is in its place.
void CheckAsHost(const fs::path& folder, const Bundle& bundle) {
  if (!Contains(bundle.platforms(), std::string(PlatformName()))) {
    std::string list;
    for (const std::string& platform : bundle.platforms()) {
      (list += list.empty() ? "" : " ") += platform;
    }
    RefuseManifest("bundle.platform",
                   Sentence("The plugin is for {}, this machine is {}.", list, PlatformName()));
  }
  if (!bundle.min_glibc().empty() && !IsGlibcEnough(bundle.min_glibc(), GlibcVersion())) {
    RefuseManifest("bundle.glibc", Sentence("The plugin needs glibc {}, this machine has {}.",
                                            bundle.min_glibc(), GlibcVersion()));
  }
  if (bundle.abi_major() != TP_ABI_MAJOR) {
    RefuseManifest(
        "bundle.abi",
        Sentence("the plugin follows major version {} of task_plugin.h, this host version {}",
                 bundle.abi_major(), TP_ABI_MAJOR));
  }
  try {
    const Manifest manifest = LoadManifest(folder);
    const Sentence fault = FaultOfElfFile(manifest.library);
    if (!fault.empty()) {
      RefuseManifest(
          "bundle.library",
          Sentence("{}: {}", manifest.library.lexically_relative(folder).string(), fault));
    }
  } catch (const BundleError&) {
    throw;
  } catch (const Error& error) {
    RefuseManifest("bundle.manifest", error.sentence());
  }
}

// The same version must be the same plugin, down to the last byte of its files.
void CheckSame(const fs::path& folder, const Bundle& bundle) {
  bool same = false;
  try {
    same = Bundle::Read(folder).hash_list() == bundle.hash_list();
  } catch (const Error&) {  // what is there is damaged: another plugin
  }
  if (same) return;
  Forbid("bundle.other_content",
         Sentence("Version {} of {} is installed with other content; a version is published once. "
                  "Remove it first.",
                  bundle.version(), bundle.id()));
}

void CheckOrder(const Bundle& bundle, const std::string& current, const InstallRules& rules) {
  if (current.empty()) {
    if (!rules.must_be_there) return;
    throw BundleError(Error::Kind::kNotFound, "bundle.not_installed",
                      Sentence("The plugin \"{}\" is not installed here.", bundle.id()));
  }
  const auto order = *SemVer::Parse(bundle.version()) <=> *SemVer::Parse(current);
  if (order < 0 && !rules.allow_downgrade) {
    Forbid("bundle.downgrade",
           Sentence("Version {} is installed, the bundle has {}, which is lower. To install it all "
                    "the same: --allow-downgrade",
                    current, bundle.version()));
  }
}

[[noreturn]] void ThrowNotInstalled(const std::string& id, const std::string& version) {
  if (version.empty()) {
    throw BundleError(Error::Kind::kNotFound, "bundle.not_installed",
                      Sentence("The plugin \"{}\" is not installed here.", id));
  }
  throw BundleError(Error::Kind::kNotFound, "bundle.version_not_installed",
                    Sentence("Version {} of {} is not installed here.", version, id));
}

void RequireName(const std::string& id, const std::string& version) {
  if (!IsId(id)) ThrowNotInstalled(id, "");
  if (!version.empty() && !SemVer::Parse(version)) ThrowNotInstalled(id, version);
}

}  // namespace

std::vector<std::string> PluginPlace::Versions(const std::string& id) const {
  std::vector<std::string> versions;
  std::error_code error;
  for (fs::directory_iterator at(place_ / id, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code unknown;
    std::string name = at->path().filename().string();
    if (at->is_directory(unknown) && SemVer::Parse(name)) versions.push_back(std::move(name));
  }
  std::sort(versions.begin(), versions.end(), [](const std::string& a, const std::string& b) {
    const auto order = *SemVer::Parse(a) <=> *SemVer::Parse(b);
    return order != 0 ? order < 0 : a < b;
  });
  return versions;
}

std::string PluginPlace::Current(const std::string& id) const {
  const std::vector<std::string> versions = Versions(id);
  for (const std::string& version : ReadChoice(place_ / id)) {
    if (Contains(versions, version)) return version;
  }
  const auto highest = std::find_if(
      versions.rbegin(), versions.rend(),
      [](const std::string& version) { return !SemVer::Parse(version)->is_prerelease(); });
  return highest == versions.rend() ? std::string() : *highest;
}

Change PluginPlace::Install(const Bundle& bundle, const InstallRules& rules) const {
  const Staging staging(place_);
  const fs::path plugin_folder = staging.place() / bundle.id();
  Change change{.id = bundle.id(), .version = bundle.version(), .previous = Current(bundle.id())};
  change.folder = plugin_folder / bundle.version();
  CheckOrder(bundle, change.previous, rules);
  const fs::path staged = staging.Write(bundle.files(), bundle.id(), bundle.version());
  CheckAsHost(staged, bundle);
  change.is_new = !Contains(Versions(bundle.id()), bundle.version());
  if (!change.is_new) CheckSame(change.folder, bundle);
  std::vector<std::string> choice = ReadChoice(plugin_folder);
  if (choice.empty() && !change.previous.empty()) choice.push_back(change.previous);
  choice = WithFirst(std::move(choice), bundle.version());
  std::error_code error;
  if (!fs::exists(plugin_folder, error)) {
    WriteChoice(staging, staged.parent_path(), choice);
    MoveNew(staged.parent_path(), plugin_folder);
    return change;
  }
  WriteChoice(staging, plugin_folder, choice);
  if (change.is_new) MoveNew(staged, change.folder);
  return change;
}

Change PluginPlace::Remove(const std::string& id, const std::string& version) const {
  RequireName(id, version);
  std::error_code error;
  if (!fs::is_directory(place_ / id, error)) ThrowNotInstalled(id, "");
  const Staging staging(place_);
  const std::vector<std::string> versions = Versions(id);
  if (!version.empty() && !Contains(versions, version)) ThrowNotInstalled(id, version);
  Change change{.id = id, .version = {}, .previous = Current(id)};
  change.folder = staging.place() / id;
  if (version.empty() || versions.size() == 1) {
    staging.TakeAway(change.folder);
    return change;
  }
  staging.TakeAway(change.folder / version);
  change.version = Current(id);
  return change;
}

Change PluginPlace::Rollback(const std::string& id, const std::string& version) const {
  RequireName(id, version);
  std::error_code error;
  if (!fs::is_directory(place_ / id, error)) ThrowNotInstalled(id, "");
  const Staging staging(place_);
  const std::vector<std::string> versions = Versions(id);
  Change change{.id = id, .version = version, .previous = Current(id)};
  std::vector<std::string> choice = ReadChoice(staging.place() / id);
  std::erase_if(choice, [&](const std::string& wish) { return !Contains(versions, wish); });
  if (version.empty()) {
    std::erase(choice, change.previous);
    if (choice.empty()) {
      throw BundleError(
          Error::Kind::kNotFound, "bundle.no_previous",
          Sentence("No other version of {} was in use before {}.", id, change.previous));
    }
    change.version = choice.front();
  } else if (!Contains(versions, version)) {
    ThrowNotInstalled(id, version);
  }
  change.folder = staging.place() / id / change.version;
  LoadManifest(change.folder);
  WriteChoice(staging, staging.place() / id, WithFirst(std::move(choice), change.version));
  return change;
}

}  // namespace task_host
