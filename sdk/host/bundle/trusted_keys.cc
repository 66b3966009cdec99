// SPDX-License-Identifier: Apache-2.0
// Reads the folders of trusted keys.
#include "host/bundle/trusted_keys.h"

#include <time.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "host/bundle/bundle_error.h"
#include "host/file.h"
#include "host/trust.h"

namespace task_host {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxKeyBytes = 65536;
constexpr std::string_view kPlugin = "plugin: ";
constexpr std::string_view kNotAfter = "not-after: ";

bool IsPattern(std::string_view text) {
  if (text.ends_with('*')) text.remove_suffix(1);
  return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == text.npos;
}

bool IsDay(std::string_view text) {
  if (text.size() != 10) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = i == 4 || i == 7 ? text[i] == '-' : text[i] >= '0' && text[i] <= '9';
    if (!fits) return false;
  }
  return true;
}

[[noreturn]] void RefuseLine(const std::string& line) {
  Forbid("bundle.trust_line", Sentence("The line \"{}\" is neither \"{}\" nor \"{}\".", line,
                                       "plugin: ID", "not-after: YYYY-MM-DD"));
}

void ReadLine(const std::string& line, TrustedKey& trusted) {
  const std::string_view text(line);
  if (text.starts_with(kPlugin) && text.size() > kPlugin.size() &&
      IsPattern(text.substr(kPlugin.size()))) {
    trusted.plugins.emplace_back(text.substr(kPlugin.size()));
  } else if (text.starts_with(kNotAfter) && IsDay(text.substr(kNotAfter.size()))) {
    trusted.not_after = text.substr(kNotAfter.size());
  } else if (!text.empty() && !text.starts_with('#')) {
    RefuseLine(line);
  }
}

TrustedKey ReadTrustedKey(const fs::path& file) {
  RequireTrust(fs::canonical(file), fs::canonical(file).parent_path());
  const std::string text = ReadFile(file, kMaxKeyBytes);
  TrustedKey trusted{.file = file, .key = ParsePublicKey(text), .plugins = {}, .not_after = {}};
  std::size_t begin = text.find('\n', text.find('\n') + 1);
  while (begin != text.npos && ++begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) line.pop_back();
    ReadLine(line, trusted);
    begin = end;
  }
  return trusted;
}

std::vector<fs::path> KeyFiles(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name[0] != '.' && name.ends_with(".pub")) files.push_back(at->path());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw Error(Error::Kind::kNotFound, folder.string(),
                Sentence("cannot be read: {}", error.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

bool TrustedKey::IsFor(std::string_view plugin_id) const {
  return std::any_of(plugins.begin(), plugins.end(), [&](const std::string& pattern) {
    if (!pattern.ends_with('*')) return plugin_id == pattern;
    return plugin_id.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
  });
}

std::vector<fs::path> TrustFolders(const Environment& environment) {
  std::vector<fs::path> folders;
  const std::string config = environment.Get("XDG_CONFIG_HOME");
  const std::string home = environment.Get("HOME");
  if (!environment.elevated && config.starts_with('/')) {
    folders.emplace_back(config + "/task-plugins/trust.d");
  } else if (!environment.elevated && !home.empty()) {
    folders.emplace_back(home + "/.config/task-plugins/trust.d");
  }
  folders.emplace_back("/etc/task-plugins/trust.d");
  return folders;
}

std::vector<TrustedKey> ReadTrustedKeys(const std::vector<fs::path>& folders) {
  std::vector<TrustedKey> keys;
  for (const fs::path& folder : folders) {
    for (const fs::path& file : KeyFiles(folder)) {
      try {
        keys.push_back(ReadTrustedKey(file));
      } catch (const BundleError& error) {
        throw BundleError(error.kind(), error.code(),
                          Sentence("{}: {}", file.string(), error.sentence()));
      }
    }
  }
  return keys;
}

std::string TrustedKeyText(const PublicKey& key, const std::vector<std::string>& plugins) {
  std::string text = FormatPublicKey(key);
  for (const std::string& plugin : plugins) {
    const std::string line = std::string(kPlugin) + plugin;
    if (plugin.empty() || !IsPattern(plugin)) RefuseLine(line);
    text += line + "\n";
  }
  return text;
}

const TrustedKey& RequireTrustedSignature(const std::vector<TrustedKey>& keys,
                                          const Signature& signature, std::string_view message,
                                          std::string_view plugin_id, std::string_view today) {
  const TrustedKey* found = nullptr;
  for (const TrustedKey& trusted : keys) {
    if (trusted.key.id != signature.key_id) continue;
    if (found == nullptr || trusted.IsFor(plugin_id)) found = &trusted;
    if (trusted.IsFor(plugin_id)) break;
  }
  const std::string id = KeyIdText(signature.key_id);
  if (found == nullptr) {
    Forbid("bundle.key_untrusted",
           Sentence("It is signed with the key {}, which nobody trusts here.", id));
  }
  VerifySignature(signature, found->key, message);
  if (!found->IsFor(plugin_id)) {
    Forbid("bundle.key_unbound", Sentence("The key {} is not trusted for the plugin \"{}\"; see {}",
                                          id, plugin_id, found->file.string()));
  }
  if (!found->not_after.empty() && today > found->not_after) {
    Forbid("bundle.key_expired",
           Sentence("The key {} is trusted until {} only.", id, found->not_after));
  }
  return *found;
}

std::string Today() {
  const time_t now = time(nullptr);
  tm parts;
  gmtime_r(&now, &parts);
  std::array<char, 16> text;
  const std::size_t size = strftime(text.data(), text.size(), "%Y-%m-%d", &parts);
  return std::string(text.data(), size);
}

}  // namespace task_host
