// SPDX-License-Identifier: Apache-2.0
// What the files of a bundle say together.
#include "host/bundle/bundle.h"

#include <algorithm>

#include "host/bundle/bundle_error.h"
#include "host/bundle/crypto.h"
#include "host/bundle/folder_files.h"
#include "host/bundle/hash_list.h"
#include "host/bundle/limits.h"
#include "host/file.h"
#include "host/manifest.h"
#include "host/semver.h"

namespace task_host {
namespace {

constexpr char kManifestName[] = "plugin.json";

bool LooksLikeLibrary(std::string_view name, std::string_view content) {
  using namespace std::string_view_literals;
  const std::string_view file = name.substr(name.rfind('/') + 1);
  return content.starts_with("\177ELF"sv) || file.ends_with(".so"sv) ||
         file.find(".so."sv) != file.npos || file.ends_with(".dylib"sv) || file.ends_with(".dll"sv);
}

// The value of a field "key=value" of a comment whose fields stand between blanks.
std::string FieldOf(std::string_view comment, std::string_view key) {
  while (!comment.empty()) {
    const std::size_t end = std::min(comment.find(' '), comment.size());
    const std::string_view field = comment.substr(0, end);
    if (field.starts_with(key)) return std::string(field.substr(key.size()));
    comment.remove_prefix(std::min(end + 1, comment.size()));
  }
  return std::string();
}

// A good signature of another bundle is none of this one.
void CheckComment(const Bundle& bundle, const Signature& signature) {
  const std::string& comment = signature.trusted_comment;
  if (comment == bundle.TrustedComment()) return;
  const std::string id = FieldOf(comment, "id=");
  if (!id.empty() && id != bundle.id()) {
    Forbid("bundle.signature_id",
           Sentence("The signature is for the plugin \"{}\", the bundle is of \"{}\".", id,
                    bundle.id()));
  }
  const std::string version = FieldOf(comment, "version=");
  if (!version.empty() && version != bundle.version()) {
    Forbid(
        "bundle.signature_version",
        Sentence("The signature is for version {}, the bundle has {}.", version, bundle.version()));
  }
  Forbid("bundle.signature_comment",
         Sentence("The trusted comment of the signature is not \"{}\".", bundle.TrustedComment()));
}

}  // namespace

Bundle::Bundle(Files files) : files_(std::move(files)) {
  ReadIdentity();
  const auto signature = files_.find(std::string(kSignatureName));
  if (signature != files_.end()) signature_ = ParseSignature(signature->second);
}

Bundle Bundle::Read(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::is_directory(path, error)) {
    return FromArchive(ReadFile(path, kMaxBundleBytes));
  }
  Files files = ReadFolder(path);
  files.erase(std::string(kSealName));  // of the archive that it was unpacked from
  if (!files.contains(std::string(kHashListName)) && !files.contains(std::string(kSignatureName))) {
    return Make(std::move(files));
  }
  CheckHashList(files);
  return Bundle(std::move(files));
}

Bundle Bundle::FromArchive(std::string_view archive) {
  Files files = Unpack(archive);
  CheckHashList(files);
  return Bundle(std::move(files));
}

Bundle Bundle::Make(Files files) {
  files.erase(std::string(kSignatureName));
  files.erase(std::string(kSealName));
  files[std::string(kHashListName)] = MakeHashList(files);
  return Bundle(std::move(files));
}

std::string_view Bundle::hash_list() const {
  return files_.at(std::string(kHashListName));
}

void Bundle::ReadIdentity() {
  const auto manifest = files_.find(kManifestName);
  if (manifest == files_.end()) {
    RefuseManifest("bundle.manifest_missing", Sentence("The bundle has no plugin.json."));
  }
  Json document;
  try {
    document = ParseJson(manifest->second, kManifestName);
  } catch (const Error& error) {
    RefuseManifest("bundle.manifest_json", error.sentence());
  }
  id_ = document.Text("id");
  name_ = document.Text("name");
  version_ = document.Text("version");
  if (!IsId(id_) || !SemVer::Parse(version_)) {
    RefuseManifest("bundle.manifest_identity",
                   Sentence("plugin.json has no acceptable \"id\" and \"version\"."));
  }
  const Json* major = document.At("/abi/major");
  if (major != nullptr) abi_major_ = major->Integer().value_or(0);
  ReadLibraries(document);
}

void Bundle::ReadLibraries(const Json& document) {
  const Json* libraries = document.Find("libraries");
  if (libraries != nullptr && libraries->object() != nullptr) {
    for (const auto& [platform, library] : *libraries->object()) {
      platforms_.push_back(platform);
      libraries_.push_back(library.Text("path"));
      if (platform == PlatformName()) min_glibc_ = library.Text("minGlibc");
    }
  }
  for (const std::string& library : libraries_) {
    if (files_.contains(library)) continue;
    RefuseManifest(
        "bundle.library_missing",
        Sentence("The library \"{}\" that plugin.json names is not in the bundle.", library));
  }
  for (const auto& [name, content] : files_) {
    if (!LooksLikeLibrary(name, content) ||
        std::find(libraries_.begin(), libraries_.end(), name) != libraries_.end()) {
      continue;
    }
    RefuseManifest("bundle.library_unlisted",
                   Sentence("\"{}\" is a library that plugin.json does not name.", name));
  }
}

std::string Bundle::TrustedComment() const {
  return "id=" + id_ + " version=" + version_ + " files=" + Sha256(hash_list());
}

std::string Bundle::FileName() const {
  const std::string platform = platforms_.size() == 1 ? "-" + platforms_.front() : std::string();
  return id_ + "-" + version_ + platform + ".taskplugin";
}

void Bundle::Sign(const SecretKey& key) {
  signature_ = key.Sign(hash_list(), TrustedComment());
  files_[std::string(kSignatureName)] = FormatSignature(*signature_);
}

void Bundle::Attach(const std::string& signature_file, const PublicKey& key) {
  Signature signature = ParseSignature(signature_file);
  VerifySignature(signature, key, hash_list());
  CheckComment(*this, signature);
  signature_ = std::move(signature);
  files_[std::string(kSignatureName)] = signature_file;
}

const TrustedKey* RequireConsent(const Bundle& bundle, const std::vector<TrustedKey>& keys,
                                 const std::set<std::string>& unsigned_ids,
                                 std::string_view today) {
  if (!bundle.signature()) {
    if (unsigned_ids.contains(bundle.id())) return nullptr;
    Forbid("bundle.unsigned", Sentence("Nobody has signed this bundle. To install it all the same: "
                                       "--allow-unsigned {}",
                                       bundle.id()));
  }
  const TrustedKey& key =
      RequireTrustedSignature(keys, *bundle.signature(), bundle.hash_list(), bundle.id(), today);
  CheckComment(bundle, *bundle.signature());
  return &key;
}

}  // namespace task_host
