// SPDX-License-Identifier: Apache-2.0
// The formats: https://jedisct1.github.io/minisign/
#include "host/bundle/minisign.h"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "host/bundle/bundle_error.h"
#include "host/bundle/crypto.h"
#include "host/text.h"

namespace task_host {
namespace {

constexpr std::string_view kUntrusted = "untrusted comment: ";
constexpr std::string_view kTrusted = "trusted comment: ";
constexpr std::string_view kKeyAlgorithm = "Ed";
constexpr std::string_view kHashedAlgorithm = "ED";
constexpr std::size_t kAlgorithmBytes = 2;
constexpr std::size_t kMaxCommentBytes = 8192;

// The lines, without their ends.
std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

[[noreturn]] void RefuseSignature() {
  Forbid("bundle.signature_malformed", Sentence("The signature is not in the format of minisign."));
}

bool IsComment(std::string_view text) {
  return text.size() <= kMaxCommentBytes && IsUtf8(text) &&
         std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; });
}

bool IsSignatureOf(std::string_view signature, std::string_view message, const PublicKey& key) {
  return crypto_sign_verify_detached(Bytes(signature), Bytes(message), message.size(),
                                     Bytes(key.key)) == 0;
}

}  // namespace

std::string KeyIdText(std::string_view id) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text;
  for (auto byte = id.rbegin(); byte != id.rend(); ++byte) {
    text += kDigits[static_cast<unsigned char>(*byte) >> 4];
    text += kDigits[static_cast<unsigned char>(*byte) & 15];
  }
  return text;
}

PublicKey ParsePublicKey(std::string_view file) {
  RequireSodium();
  const std::vector<std::string_view> lines = Lines(file);
  std::optional<std::string> bytes;
  if (lines.size() >= 2 && lines[0].starts_with(kUntrusted)) {
    bytes =
        FromBase64(lines[1], kAlgorithmBytes + kKeyIdBytes + crypto_sign_ed25519_PUBLICKEYBYTES);
  }
  if (!bytes || !bytes->starts_with(kKeyAlgorithm)) {
    Forbid("bundle.key_malformed", Sentence("This is no public key in the format of minisign."));
  }
  return {.id = bytes->substr(kAlgorithmBytes, kKeyIdBytes),
          .key = bytes->substr(kAlgorithmBytes + kKeyIdBytes)};
}

std::string FormatPublicKey(const PublicKey& key) {
  return std::string(kUntrusted) + "minisign public key " + KeyIdText(key.id) + "\n" +
         ToBase64(std::string(kKeyAlgorithm) + key.id + key.key) + "\n";
}

Signature ParseSignature(std::string_view file) {
  RequireSodium();
  const std::vector<std::string_view> lines = Lines(file);
  if (lines.size() != 4 || !lines[0].starts_with(kUntrusted) || !lines[2].starts_with(kTrusted)) {
    RefuseSignature();
  }
  const auto bytes = FromBase64(lines[1], kAlgorithmBytes + kKeyIdBytes + crypto_sign_BYTES);
  const auto comment_bytes = FromBase64(lines[3], crypto_sign_BYTES);
  if (!bytes || !comment_bytes) RefuseSignature();
  if (bytes->starts_with(kKeyAlgorithm)) {
    Forbid("bundle.signature_legacy",
           Sentence("The signature is of minisign's old kind, which hashes nothing first; sign "
                    "with a minisign of today."));
  }
  if (!bytes->starts_with(kHashedAlgorithm)) RefuseSignature();
  Signature signature;
  signature.key_id = bytes->substr(kAlgorithmBytes, kKeyIdBytes);
  signature.bytes = bytes->substr(kAlgorithmBytes + kKeyIdBytes);
  signature.trusted_comment = lines[2].substr(kTrusted.size());
  signature.comment_bytes = *comment_bytes;
  if (!IsComment(signature.trusted_comment)) RefuseSignature();
  return signature;
}

std::string FormatSignature(const Signature& signature) {
  return std::string(kUntrusted) + "signature of " + KeyIdText(signature.key_id) + "\n" +
         ToBase64(std::string(kHashedAlgorithm) + signature.key_id + signature.bytes) + "\n" +
         std::string(kTrusted) + signature.trusted_comment + "\n" +
         ToBase64(signature.comment_bytes) + "\n";
}

std::string SignedHash(std::string_view message) {
  RequireSodium();
  std::string hash(crypto_generichash_BYTES_MAX, '\0');
  crypto_generichash(WritableBytes(hash), hash.size(), Bytes(message), message.size(), nullptr, 0);
  return hash;
}

void VerifySignature(const Signature& signature, const PublicKey& key, std::string_view message) {
  if (!IsSignatureOf(signature.bytes, SignedHash(message), key)) {
    Forbid("bundle.signature_wrong",
           Sentence("The signature is not one of this list of files by the key {}.",
                    KeyIdText(key.id)));
  }
  if (!IsSignatureOf(signature.comment_bytes, signature.bytes + signature.trusted_comment, key)) {
    Forbid("bundle.comment_wrong", Sentence("The trusted comment of the signature was changed."));
  }
}

}  // namespace task_host
