// SPDX-License-Identifier: Apache-2.0
// taskhost keygen, sign and trust: a publisher's key, what it signs, and who believes it.
#include <sys/stat.h>

#include <filesystem>

#include "host/bundle/bundle.h"
#include "host/bundle/durable.h"
#include "host/file.h"
#include "host/wipe.h"
#include "taskhost/bundle_parts.h"
#include "taskhost/commands.h"
#include "taskhost/facts.h"
#include "taskhost/format.h"
#include "taskhost/passphrase.h"
#include "taskhost/stop.h"

namespace taskhost {
namespace {

namespace fs = std::filesystem;
using task_host::Bundle;
using task_host::Json;
using task_host::KeyIdText;
using task_host::PublicKey;
using task_host::SecretKey;

constexpr std::size_t kMaxKeyBytes = 65536;

void RequireNew(const std::string& path, Language language) {
  std::error_code error;
  if (fs::symlink_status(path, error).type() == fs::file_type::not_found) return;
  throw Stop::Usage(Say(language, Text::kFileIsThere, path));
}

PublicKey ReadPublicKey(const std::string& path) {
  return task_host::ParsePublicKey(task_host::ReadFile(path, kMaxKeyBytes));
}

}  // namespace

SecretKey ReadSecretKey(const std::string& path, Language language) {
  std::string text = task_host::ReadFile(path, kMaxKeyBytes);
  const task_host::WipeAtEnd wipe(text);
  return SecretKey::Parse(text, [&] { return ReadPassphrase(language); });
}

int Keygen(const Options& options, Language language) {
  const std::string secret_path = options.path + ".key";
  const std::string public_path = options.path + ".pub";
  RequireNew(secret_path, language);
  RequireNew(public_path, language);
  std::string passphrase = options.no_passphrase ? std::string() : ReadNewPassphrase(language);
  const task_host::WipeAtEnd wipe_passphrase(passphrase);
  const SecretKey key = SecretKey::Generate();
  std::string text = key.Format(passphrase);
  const task_host::WipeAtEnd wipe_text(text);
  task_host::ReplaceFile(secret_path, text, true);
  task_host::ReplaceFile(public_path, FormatPublicKey(key.public_key()));
  const std::string id = KeyIdText(key.public_key().id);
  Json facts;
  facts.Set("key_id", Json(id));
  facts.Set("secret_key", Json(secret_path));
  facts.Set("public_key", Json(public_path));
  return ReportFacts(options, facts, Say(language, Text::kKeyMade, id, secret_path, public_path),
                     language);
}

int Sign(const Options& options, Language language) {
  const bool by_key = !options.key.empty();
  const bool by_file = !options.signature.empty() && !options.public_key.empty();
  if (by_key == by_file) throw Stop::Usage(Say(language, Text::kNeedsSigningKey));
  Bundle bundle = Bundle::Read(options.path);
  if (by_key) {
    bundle.Sign(ReadSecretKey(options.key, language));
  } else {
    bundle.Attach(task_host::ReadFile(options.signature, kMaxKeyBytes),
                  ReadPublicKey(options.public_key));
  }
  task_host::ReplaceFile(options.path, task_host::Pack(bundle.files()));
  return ReportFacts(
      options, BundleFacts(bundle, options.path),
      Say(language, Text::kSigned, options.path, KeyIdText(bundle.signature()->key_id)), language);
}

int Trust(const Options& options, const task_host::Environment& environment, Language language) {
  const PublicKey key = ReadPublicKey(options.path);
  const std::string id = KeyIdText(key.id);
  const fs::path folder = task_host::TrustFolders(environment).front();
  const fs::path file = folder / (id + ".pub");
  std::string text = TrustedKeyText(key, options.for_plugins);
  std::error_code error;
  if (fs::exists(file, error)) {
    const std::string before = task_host::ReadFile(file, kMaxKeyBytes);
    if (!(task_host::ParsePublicKey(before) == key)) {
      throw Stop::Usage(Say(language, Text::kFileIsThere, file.string()));
    }
    const std::string lines = text.substr(FormatPublicKey(key).size());
    text = before + (before.ends_with('\n') ? "" : "\n") + lines;
  }
  fs::create_directories(folder, error);
  task_host::ReplaceFile(file, text);
  Json::Array plugins;
  std::string list;
  for (const std::string& plugin : options.for_plugins) {
    plugins.emplace_back(plugin);
    (list += list.empty() ? "" : " ") += plugin;
  }
  Json facts;
  facts.Set("key_id", Json(id));
  facts.Set("plugins", Json(std::move(plugins)));
  facts.Set("path", Json(file.string()));
  return ReportFacts(options, facts, Say(language, Text::kKeyTrusted, id, list, file.string()),
                     language);
}

}  // namespace taskhost
