// SPDX-License-Identifier: Apache-2.0
// taskhost pack and inspect: a plugin's folder becomes one file, and what is in such a file.
#include <algorithm>

#include "host/bundle/bundle.h"
#include "host/bundle/bundle_error.h"
#include "host/bundle/crypto.h"
#include "host/bundle/durable.h"
#include "host/bundle/folder_files.h"
#include "host/manifest.h"
#include "taskhost/bundle_parts.h"
#include "taskhost/commands.h"
#include "taskhost/facts.h"
#include "taskhost/format.h"
#include "taskhost/host_texts.h"
#include "taskhost/output.h"

namespace taskhost {
namespace {

using task_host::Bundle;
using task_host::Json;

std::string Joined(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) (joined += joined.empty() ? "" : " ") += text;
  return joined;
}

Json FilesDocument(const Bundle& bundle) {
  Json::Array files;
  for (const auto& [name, content] : bundle.files()) {
    Json file;
    file.Set("path", Json(name));
    file.Set("size", Json(static_cast<std::int64_t>(content.size())));
    file.Set("sha256", Json(task_host::Sha256(content)));
    files.push_back(std::move(file));
  }
  return Json(std::move(files));
}

// The file of the key that vouches for the bundle here, or why it would not be installed.
struct Verdict {
  std::string key_file;
  std::string reason;
};

Verdict Judge(const Bundle& bundle, const task_host::Environment& environment, Language language) {
  try {
    const auto keys = task_host::ReadTrustedKeys(task_host::TrustFolders(environment));
    const task_host::TrustedKey* key =
        task_host::RequireConsent(bundle, keys, {}, task_host::Today());
    return {.key_file = key->file.string(), .reason = {}};
  } catch (const task_host::Error& error) {
    return {.key_file = {}, .reason = Say(language, error.sentence())};
  }
}

std::string InspectText(const Bundle& bundle, const Verdict& verdict, Language language) {
  std::size_t size = 0;
  for (const auto& [name, content] : bundle.files()) size += content.size();
  std::vector<std::vector<std::string>> rows = {
      {Say(language, Text::kPlugin), bundle.id() + " " + bundle.version() + "  " + bundle.name()},
      {Say(language, Text::kPlatforms), Joined(bundle.platforms())},
      {Say(language, Text::kFiles),
       Say(language, Text::kFilesAndBytes, bundle.files().size(), size)},
      {Say(language, Text::kSignedComment), bundle.TrustedComment()},
      {Say(language, Text::kSignedBy), bundle.signature()
                                           ? task_host::KeyIdText(bundle.signature()->key_id)
                                           : Say(language, Text::kNobody)},
      {Say(language, Text::kTrusted), verdict.reason.empty() ? verdict.key_file : verdict.reason},
  };
  std::string text = Table(rows, 0);
  text.pop_back();  // the line feed that ReportFacts() adds
  return text;
}

}  // namespace

Json BundleFacts(const Bundle& bundle, const std::string& path) {
  Json::Array platforms;
  for (const std::string& platform : bundle.platforms()) platforms.emplace_back(platform);
  Json facts;
  facts.Set("id", Json(bundle.id()));
  facts.Set("name", Json(bundle.name()));
  facts.Set("version", Json(bundle.version()));
  facts.Set("platforms", Json(std::move(platforms)));
  facts.Set("path", Json(path));
  facts.Set("trusted_comment", Json(bundle.TrustedComment()));
  if (bundle.signature()) {
    facts.Set("key_id", Json(task_host::KeyIdText(bundle.signature()->key_id)));
  }
  return facts;
}

int Pack(const Options& options, Language language) {
  Bundle bundle = Bundle::Make(task_host::ReadFolder(options.path));
  const std::vector<std::string>& platforms = bundle.platforms();
  if (std::find(platforms.begin(), platforms.end(), task_host::PlatformName()) != platforms.end()) {
    task_host::LoadManifest(options.path);  // what a host would refuse, its author wants to know
  }
  if (!options.key.empty()) bundle.Sign(ReadSecretKey(options.key, language));
  const std::string path = options.output.empty() ? bundle.FileName() : options.output;
  task_host::ReplaceFile(path, task_host::Pack(bundle.files()));
  return ReportFacts(options, BundleFacts(bundle, path),
                     Say(language, Text::kPacked, bundle.id(), bundle.version(), path), language);
}

int Inspect(const Options& options, const task_host::Environment& environment, Language language) {
  const Bundle bundle = Bundle::Read(options.path);
  const Verdict verdict = Judge(bundle, environment, language);
  Json facts = BundleFacts(bundle, options.path);
  facts.Set("trusted", Json(verdict.reason.empty()));
  if (!verdict.reason.empty()) facts.Set("reason", Json(verdict.reason));
  facts.Set("files", FilesDocument(bundle));
  return ReportFacts(options, facts, InspectText(bundle, verdict, language), language);
}

}  // namespace taskhost
