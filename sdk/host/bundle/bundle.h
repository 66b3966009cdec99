// SPDX-License-Identifier: Apache-2.0
// A plugin as one file that can be handed on: an archive NAME.taskplugin, or the same files in a
// folder. No code of the plugin runs here.
//
//   const Bundle bundle = Bundle::Read("toy-1.0.0-linux-x86_64.taskplugin");
//   RequireConsent(bundle, ReadTrustedKeys(TrustFolders(environment)), {}, Today());
//   PluginPlace(place).Install(bundle, InstallRules());
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "host/bundle/archive.h"
#include "host/bundle/minisign.h"
#include "host/bundle/secret_key.h"
#include "host/bundle/trusted_keys.h"
#include "host/json.h"

namespace task_host {

class Bundle {
 public:
  // Throws Error and BundleError: for an archive that breaks the rules, files that do not agree
  // with the list of hashes, and a manifest that does not say what it is of. A folder without a
  // list is a plugin that was not packed yet, and has no signature. Says nothing of who made it.
  static Bundle Read(const std::filesystem::path& path);
  // The same for an archive in memory.
  static Bundle FromArchive(std::string_view archive);
  // The files of a plugin that is to be packed, with a new list and no signature.
  static Bundle Make(Files files);

  const Files& files() const { return files_; }
  const std::string& id() const { return id_; }
  const std::string& name() const { return name_; }
  const std::string& version() const { return version_; }
  // Of task_plugin.h; 0 when the manifest does not say.
  std::int64_t abi_major() const { return abi_major_; }
  const std::vector<std::string>& platforms() const { return platforms_; }
  const std::vector<std::string>& libraries() const { return libraries_; }  // one for each platform
  // The least version of glibc that the library for this machine needs; "" when it is not said.
  const std::string& min_glibc() const { return min_glibc_; }
  const std::optional<Signature>& signature() const { return signature_; }
  std::string_view hash_list() const;
  // What the trusted comment of a signature has to be.
  std::string TrustedComment() const;
  // "toy-1.0.0-linux-x86_64.taskplugin", and without a platform where there are several.
  std::string FileName() const;

  // Throws BundleError for a signature by the key of something else.
  void Sign(const SecretKey& key);
  void Attach(const std::string& signature_file, const PublicKey& key);

 private:
  explicit Bundle(Files files);
  void ReadIdentity();
  void ReadLibraries(const Json& document);

  Files files_;
  std::string id_;
  std::string name_;
  std::string version_;
  std::int64_t abi_major_ = 0;
  std::vector<std::string> platforms_;
  std::vector<std::string> libraries_;
  std::string min_glibc_;
  std::optional<Signature> signature_;
};

// Does the signature hold, and is its key trusted for this plugin? Gives the key; nothing for a
// bundle without a signature whose id is among unsigned_ids. Throws BundleError for all others.
const TrustedKey* RequireConsent(const Bundle& bundle, const std::vector<TrustedKey>& keys,
                                 const std::set<std::string>& unsigned_ids, std::string_view today);

}  // namespace task_host
