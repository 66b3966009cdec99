// SPDX-License-Identifier: Apache-2.0
// One JSON object, written beside the old one and then renamed.
#include "host/token_file.h"

#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "host/connection_file_name.h"
#include "host/error.h"
#include "host/file.h"
#include "host/json.h"

namespace task_host {
namespace {

constexpr std::int64_t kVersion = 1;  // of what is written here

std::string TokenName(const std::string& name) {
  return name + ".json";
}

std::string Serialize(const StoredTokens& stored, const std::string& connection_id) {
  Json file;
  file.Set("version", Json(kVersion));
  file.Set("connection", Json(std::string_view(connection_id)));
  file.Set("generation", Json(static_cast<std::int64_t>(stored.generation)));
  file.Set("dead", Json(stored.grant_is_dead));
  file.Set("access_token", Json(std::string_view(stored.tokens.access_token)));
  file.Set("refresh_token", Json(std::string_view(stored.tokens.refresh_token)));
  file.Set("scope", Json(std::string_view(stored.tokens.scope)));
  file.Set("expires_at_unix_ms", Json(stored.tokens.expires_at_unix_ms));
  file.Set("issued_at_unix_ms", Json(stored.tokens.issued_at_unix_ms));
  return file.Serialize();
}

// The member as a whole number that is not negative, or nothing.
std::optional<std::int64_t> Count(const Json& file, std::string_view name) {
  const Json* member = file.Find(name);
  const std::optional<std::int64_t> count = member ? member->Integer() : std::nullopt;
  return count && *count >= 0 ? count : std::nullopt;
}

bool IsText(const Json& file, std::string_view name) {
  const Json* member = file.Find(name);
  return member != nullptr && member->string() != nullptr;
}

StoredTokens FromJson(const Json& file, const std::string& connection_id, const std::string& path) {
  const std::optional<std::int64_t> generation = Count(file, "generation");
  const std::optional<std::int64_t> expires = Count(file, "expires_at_unix_ms");
  const std::optional<std::int64_t> issued = Count(file, "issued_at_unix_ms");
  const Json* dead = file.Find("dead");
  if (Count(file, "version") != kVersion || !generation || !expires || !issued || dead == nullptr ||
      dead->boolean() == nullptr || !IsText(file, "access_token") ||
      !IsText(file, "refresh_token") || !IsText(file, "scope")) {
    throw Error(Error::Kind::kFormat, path, Sentence("is no file of this version's token store"));
  }
  if (file.Text("connection") != connection_id) {
    throw Error(Error::Kind::kFormat, path, Sentence("holds the tokens of another connection"));
  }
  StoredTokens stored;
  stored.generation = static_cast<std::uint64_t>(*generation);
  stored.grant_is_dead = *dead->boolean();
  stored.tokens.access_token = file.Text("access_token");
  stored.tokens.refresh_token = file.Text("refresh_token");
  stored.tokens.scope = file.Text("scope");
  stored.tokens.expires_at_unix_ms = *expires;
  stored.tokens.issued_at_unix_ms = *issued;
  return stored;
}

void WriteSynced(const Descriptor& file, std::string_view bytes, const std::string& path) {
  const auto fail = [&](int number) {
    throw Error(Error::Kind::kFormat, path,
                Sentence("cannot be written: {}", std::generic_category().message(number)));
  };
  while (!bytes.empty()) {
    const ssize_t written = write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) fail(errno);
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fsync(file.number()) != 0) fail(errno);
}

// Deletes the draft at the end, unless it has become the file.
class Draft {
 public:
  Draft(const PrivateFolder& folder, std::string name)
      : folder_(folder), name_(std::move(name)), file_(folder.Create(name_)) {}
  ~Draft() {
    try {
      folder_.Delete(name_);
    } catch (const Error&) {  // whoever takes the lease next deletes it
    }
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  const std::string& name() const { return name_; }
  const Descriptor& file() const { return file_; }

 private:
  const PrivateFolder& folder_;
  std::string name_;
  Descriptor file_;
};

}  // namespace

TokenFile::TokenFile(const PrivateFolder& folder, const std::string& connection_id)
    : folder_(folder), connection_id_(connection_id), name_(ConnectionFileName(connection_id)) {}

std::optional<StoredTokens> TokenFile::Read() const {
  const Descriptor file = folder_.Open(TokenName(name_));
  if (!file.is_open()) return std::nullopt;
  const std::string path = folder_.PathOf(TokenName(name_));
  std::string text = ReadDescriptor(file.number(), path);
  const WipeAtEnd wipe(text);
  return FromJson(ParseJson(text, path), connection_id_, path);
}

bool TokenFile::Write(const StoredTokens& stored, const LeaseFile& lease) const {
  const std::string path = folder_.PathOf(TokenName(name_));
  std::string text = Serialize(stored, connection_id_);
  const WipeAtEnd wipe(text);
  if (text.size() > kMaxJsonBytes) {
    throw Error(Error::Kind::kFormat, path, Sentence("longer than {} bytes", kMaxJsonBytes));
  }
  const Draft draft(folder_, lease.DraftName());
  WriteSynced(draft.file(), text, path);
  // In this order: LeaseFile::DraftName() tells why.
  return lease.IsHeld() && folder_.Replace(draft.name(), TokenName(name_));
}

bool TokenFile::Delete() const {
  const Descriptor lock = folder_.Lock();
  LeaseFile::End(folder_, name_);
  return folder_.Delete(TokenName(name_));
}

}  // namespace task_host
