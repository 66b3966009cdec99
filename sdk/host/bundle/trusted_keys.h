// SPDX-License-Identifier: Apache-2.0
// Whose plugins may be installed here. Each trusted key is a file NAME.pub in a folder of the user
// or of the system: a public key as minisign writes it, and below it what it is trusted for:
//
//   untrusted comment: minisign public key 0123456789ABCDEF
//   RWQ…
//   plugin: toy
//   plugin: toy-*
//   not-after: 2030-12-31
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/bundle/minisign.h"
#include "host/search_path.h"

namespace task_host {

struct TrustedKey {
  std::filesystem::path file;
  PublicKey key;
  std::vector<std::string> plugins;  // ids, or beginnings of ids with * behind
  std::string not_after;             // 2030-12-31; "" without an end

  bool IsFor(std::string_view plugin_id) const;
};

// In which folders trusted keys are: the user's first, which is left out where the process has
// raised rights or no home is known, then that of the system.
std::vector<std::filesystem::path> TrustFolders(const Environment& environment);

// All keys of the folders. A file that others can write to, or that is no such key, is an error and
// not skipped. Throws Error.
std::vector<TrustedKey> ReadTrustedKeys(const std::vector<std::filesystem::path>& folders);

// The text of such a file. Throws BundleError for what is no id of plugins.
std::string TrustedKeyText(const PublicKey& key, const std::vector<std::string>& plugins);

// The key that has signed the message for a plugin with this id. today is like 2030-12-31. Throws
// BundleError for a key that is not trusted, not for this plugin, or not any more, and for a
// signature that it did not make.
const TrustedKey& RequireTrustedSignature(const std::vector<TrustedKey>& keys,
                                          const Signature& signature, std::string_view message,
                                          std::string_view plugin_id, std::string_view today);

// The day of now in UTC.
std::string Today();

}  // namespace task_host
