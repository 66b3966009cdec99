// SPDX-License-Identifier: Apache-2.0
// A publisher with a key, a machine that trusts it, and the toy plugin between them.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "forge.h"
#include "host/bundle/bundle.h"
#include "host/bundle/bundle_error.h"
#include "host/bundle/folder_files.h"
#include "host/bundle/hash_list.h"
#include "host/bundle/plugin_place.h"
#include "toy_folder.h"

namespace bench {

namespace fs = std::filesystem;
using task_host::Bundle;
using task_host::BundleError;
using task_host::Change;
using task_host::Files;
using task_host::InstallRules;
using task_host::PluginPlace;
using task_host::SecretKey;
using task_host::TrustedKey;

inline const fs::path kGood = fs::path(TOY_LIBRARIES) / "good.so";
inline const std::string kList(task_host::kHashListName);
inline const std::string kSignature(task_host::kSignatureName);

// The files of the toy plugin as its author has them.
inline Files ToyFiles(const std::string& version = "1.0.0", const toy::Edit& edit = {}) {
  const toy::TempDir dir;
  return task_host::ReadFolder(toy::Install(dir.path(), kGood, edit, version));
}

// The files stored in an archive, in their order, with fields that a test can change.
inline forge::Zip Stored(const Files& files) {
  forge::Zip zip;
  for (const auto& [name, content] : files) zip.files.push_back({.name = name, .content = content});
  return zip;
}

// The code under which a call is refused; "" when it is not.
inline std::string RefusalOf(const std::function<void()>& call) {
  try {
    call();
    return std::string();
  } catch (const BundleError& error) {
    return std::string(error.code());
  }
}

class Bench {
 public:
  Bench() : key_(SecretKey::Generate()) { Trust(key_, {"toy"}); }

  const SecretKey& key() const { return key_; }
  fs::path place() const { return dir_.path() / "plugins"; }
  fs::path Path(const std::string& name) const { return dir_.path() / name; }
  void Trust(const SecretKey& key, std::vector<std::string> plugins, std::string not_after = {}) {
    trusted_.push_back({.file = "trusted.pub",
                        .key = key.public_key(),
                        .plugins = std::move(plugins),
                        .not_after = std::move(not_after)});
  }

  // Signed, with a list that fits the files.
  Files Signed(Files files) const { return SignedBy(key_, std::move(files)); }
  static Files SignedBy(const SecretKey& key, Files files) {
    Bundle bundle = Bundle::Make(std::move(files));
    bundle.Sign(key);
    return bundle.files();
  }

  // All that taskhost install does with a file of these bytes.
  Change Install(const std::string& archive, const InstallRules& rules = {}) const {
    return Install(Bundle::FromArchive(archive), rules);
  }
  Change InstallPath(const fs::path& path, const InstallRules& rules = {}) const {
    return Install(Bundle::Read(path), rules);
  }
  Change Install(const Bundle& bundle, const InstallRules& rules) const {
    task_host::RequireConsent(bundle, trusted_, {}, "2026-01-01");
    return PluginPlace(place()).Install(bundle, rules);
  }
  Change InstallVersion(const std::string& version, const InstallRules& rules = {}) const {
    return Install(task_host::Pack(Signed(ToyFiles(version))), rules);
  }

  // Every file and folder below the place.
  std::vector<std::string> Holdings() const {
    std::vector<std::string> names;
    if (!fs::exists(place())) return names;
    for (const auto& entry : fs::recursive_directory_iterator(place())) {
      names.push_back(entry.path().lexically_relative(place()).string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  toy::TempDir dir_;
  SecretKey key_;
  std::vector<TrustedKey> trusted_;
};

}  // namespace bench
